package import Access
package import Endpoints

/// Twilio says what became of a message. Proven by `X-Twilio-Signature`; 403 `invalid_signature` otherwise.
///
/// Reports come more than once and in any order: a message only ever goes forward.
package struct ReportTwilioDelivery: Endpoint {
    package static let route = Route.post("/api/sms/callbacks/twilio", "Twilio's report about a message.")
    package static let access = Access.anyone
    package static var unknownNames: UnknownNames { .ignored }
    package static var bodyForms: [BodyForm] { FormReport.bodyForms }
    package static var headerNames: Set<String> { ["x_twilio_signature"] }
    package typealias Response = Acknowledged

    package var xTwilioSignature: String?
    /// The form as it came: what the signature is about.
    package var form: String?

    package init(form: String?, signature: String?) { (self.form, xTwilioSignature) = (form, signature) }
}

/// Africa's Talking says what became of a message. Proven by a token in the address; 404 otherwise.
package struct ReportAfricasTalkingDelivery: Endpoint {
    package static let route = Route.post(
        "/api/sms/callbacks/africastalking/{token}",
        "Africa's Talking's report about a message."
    )
    package static let access = Access.anyone
    package static var unknownNames: UnknownNames { .ignored }
    package static var bodyForms: [BodyForm] { FormReport.bodyForms }
    package typealias Response = Acknowledged

    package var token: String
    /// The form as it came.
    package var form: String?

    package init(token: String, form: String?) { (self.token, self.form) = (token, form) }
}

/// Reports are forms, and read as one text.
enum FormReport {
    static let bodyForms: [BodyForm] = [.text(mediaType: "application/x-www-form-urlencoded", member: "form")]
}
