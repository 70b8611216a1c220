import CampusTestKit
import ChatAPI
import Endpoints
import FoundationEssentials
import Values

/// Files as learners send them.
enum FileSamples {
    /// 300 by 150 pixels, opaque.
    static let png = decoded(
        """
        iVBORw0KGgoAAAANSUhEUgAAASwAAACWCAIAAADrOSKFAAABTUlEQVR42u3TQQkAAAwDsSqpfymTNRVjn0AUHFymBR5FAjAhmBAw
        IZgQMCGYEDAhmBAwIZgQMCGYEDAhmBAwIZgQMCGYEDAhmBAwIZgQMCGYEDAhmBAwIZgQMCGYEDAhmBAwIZgQMCGYEDAhmBAwIZgQ
        MCGYEDAhmBAwIZgQMCGYEDAhmBAwIZgQMCGYEDAhmBAwIZgQMCGYEDAhmBAwIZgQTKgCmBBMCJgQTAiYEEwImBBMCJgQTAiYEEwI
        mBBMCJgQTAiYEEwImBBMCJgQTAiYEEwImBBMCJgQTAiYEEwImBBMCJgQTAiYEEwImBBMCJgQTAiYEEwImBBMCJgQTAiYEEwImBBM
        CJgQTAiYEEwImBBMCJgQTAiYEEwImBBMCJgQTAgmVAFMCCYETAgmBEwIJgRMCCYETAgmBEwIJgRMCCYETAgmBEwIJgSuLO9skY9p
        rjMYAAAAAElFTkSuQmCC
        """
    )
    /// 300 by 150 pixels, half transparent.
    static let alphaPNG = decoded(
        """
        iVBORw0KGgoAAAANSUhEUgAAASwAAACWCAYAAABkW7XSAAABjUlEQVR42u3UMQ0AAAgEMZS8VuQhCxuQdKiBG64maYAPSgTAsAAM
        CzAsAMMCMCzAsAAMC8CwAMMCMCwAwwIMC8CwAAwLMCwAwwIwLMCwAAwLwLAAwwIwLADDAgwLwLAADAswLADDAgxLBMCwAAwLMCwA
        wwIwLMCwAAwLwLAAwwIwLADDAgwLwLAADAswLADDAjAswLAADAvAsADDAjAsAMMCDAvAsAAMCzAsAMMCDEsEwLAADAswLADDAjAs
        wLAADAvAsADDAjAsAMMCDAvAsAAMCzAsAMMCMCzAsAAMC8CwAMMCMCwAwwIMC8CwAAwLMCwAwwIMSwjAsAAMCzAsAMMCMCzAsAAM
        C8CwAMMCMCwAwwIMC8CwAAwLMCwAwwIwLMCwAAwLwLAAwwIwLADDAgwLwLAADAswLADDAgwLwLAADAswLADDAjAswLAADAvAsADD
        AjAsAMMCDAvAsAAMCzAsAMMCMCzAsAAMC8CwAMMCMCwAwwIMC8CwAAwLMCwAwwIMC8CwAAwLMCyAuxZSuXq3HumjngAAAABJRU5E
        rkJggg==
        """
    )
    /// 300 by 150 pixels.
    static let webp = decoded(
        """
        UklGRngBAABXRUJQVlA4WAoAAAAIAAAAKwEAlQAAVlA4IJgAAACwDQCdASosAZYAPpFIoU0lpCMiICgAsBIJaW7hdrEe3AAAFZu1
        4uTkPfbJyHvtk5D32ych77ZOQ99snIe+2TkPfbJyHvtk5D32ych77ZOQ99snIe+2TkPfbJyHvtk5D32ych77ZOQ99snIe+2TkPfb
        JyHvtjgAAP7/WoX/+IXextv//9Js/4JP/gk/gcO60XoEAAAAAAAAAEVYSUa6AAAARXhpZgAASUkqAAgAAAAGABIBAwABAAAAAQAA
        ABoBBQABAAAAVgAAABsBBQABAAAAXgAAACgBAwABAAAAAgAAABMCAwABAAAAAQAAAGmHBAABAAAAZgAAAAAAAAAvGQEA6AMAAC8Z
        AQDoAwAABgAAkAcABAAAADAyMTABkQcABAAAAAECAwAAoAcABAAAADAxMDABoAMAAQAAAP//AAACoAQAAQAAACwBAAADoAQAAQAA
        AJYAAAAAAAAA
        """
    )
    /// 30 by 15 pixels.
    static let gif = decoded(
        """
        R0lGODlhHgAPAIAAAMgeHgAAACwAAAAAHgAPAAAC/gQIECBAgAABAgQIECBAgAABAgQIECBAgAABAgQIECBAgAABAgQIECBAgAAB
        AgQIECBAgAABAgQIECBAgAABAgQIECBAgAABAgQIECBAgAABAgQIECBAgAABAgQIECBAgAABAgQIECBAgAABAgQIECBAgAABAgQI
        ECBAgAABAgQIECBAgAABAgQIECBAgAABAgQIECBAgAABAgQIECBAgAABAgQIECBAgAABAgQIECBAgAABAgQIECBAgAABAgQIECBA
        gAABAgQIECBAgAABAgQIECBAgAABAgQIECBAgAABAgQIECBAgAABAgQIECBAgAABAgQIECBAgAABAgRYADs=
        """
    )
    /// 60 by 30 pixels.
    static let jpeg = decoded(
        """
        /9j/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKrarYqMyP/L2u71////m8H////6/+b9//j/2wBD
        ASstLTw1PHZBQXb4pYyl+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj/wAARCAAeADwD
        ASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEG
        E1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4
        eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6
        /8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEI
        FEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaH
        iImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIR
        AxEAPwCtRRRWR6AUUUUAFFFFABRRRQAUUUUAFFFFABRRRQAUUUUAf//Z
        """
    )
    static let pdf = Array("%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n".utf8)
    static let text = Array("Rain falls mainly on the plain.\nKazi nzuri, 你好.\n".utf8)
    static let csv = Array("name,mark\nAmina,80\nJabari,75\nWanjiku,91\n".utf8)
    static let html = Array("<!DOCTYPE html>\n<html><body><script>alert(1)</script></body></html>\n".utf8)

    private static func decoded(_ base64: String) -> [UInt8] {
        Array(Data(base64Encoded: base64.filter { !$0.isNewline }) ?? Data())
    }
}

extension Person {
    /// Sends a file for a question that is still to come.
    func upload(
        _ bytes: [UInt8],
        name: String,
        type: String,
        headers: [String: String] = [:]
    ) async throws -> PlatformClient.Answer {
        try await client.send(
            "POST",
            "/api/v1/chat/upload",
            body: Self.form(bytes, name: name, type: type),
            headers: Self.formType.merging(headers) { $1 },
            within: .seconds(60)
        )
    }

    static let formType = ["Content-Type": "multipart/form-data; boundary=frontier"]

    /// A form with one file.
    static func form(_ bytes: [UInt8], name: String, type: String) -> [UInt8] {
        let head = """
            --frontier\r
            Content-Disposition: form-data; name="file"; filename="\(name)"\r
            Content-Type: \(type)\r
            \r

            """
        return Array(head.utf8) + bytes + Array("\r\n--frontier--\r\n".utf8)
    }

    /// The id of a picture that was just sent.
    func picture(_ name: String = "rain.png") async throws -> String {
        try await upload(FileSamples.png, name: name, type: "image/png").json["file_id"]?.string ?? ""
    }
}

extension ChatUpload {
    /// A file as the web client sends it with a question.
    static func file(_ bytes: [UInt8], name: String, mime: String) throws -> ChatUpload {
        try upload("data:\(mime);base64,\(Data(bytes).base64EncodedString())", type: "file", name: name, mime: mime)
    }

    static func upload(_ data: String, type: String, name: String = "", mime: String = "") throws -> ChatUpload {
        try JSONReader().value(
            from: ["data": .string(data), "type": .string(type), "name": .string(name), "mime": .string(mime)] as JSON
        )
    }
}
