import CCurl

/// Owns a libcurl handle, with the connection it keeps open between mails; used by one thread.
final class SMTPConnection {
    private let server: SMTPServer
    private let timeouts: SMTPMailer.Timeouts
    private var handle: UnsafeMutableRawPointer?

    private static let curlIsReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init(server: SMTPServer, timeouts: SMTPMailer.Timeouts) {
        (self.server, self.timeouts) = (server, timeouts)
        handle = Self.curlIsReady ? curl_easy_init() : nil
    }

    deinit { close() }

    /// Says goodbye to the server.
    func close() {
        curl_easy_cleanup(handle)
        handle = nil
    }

    /// Hands the mail to the server; blocks until that has answered or the time is over.
    func send(_ envelope: Envelope, unless cancellation: Cancellation) -> Result<Void, any Error> {
        guard let handle else { return .failure(MailError.failed("libcurl could not be started")) }
        guard !cancellation.isCancelled else { return .failure(CancellationError()) }
        // Forgets the last mail's options; keeps the connection.
        curl_easy_reset(handle)
        let reply = ReplyLine()
        let body = MIMEBody(handle, envelope)
        let recipients = CurlList(["<\(envelope.recipient)>"])
        guard configure(handle), address(handle, envelope, recipients, body), watch(handle, reply, cancellation) else {
            return .failure(MailError.failed("libcurl refused an option"))
        }
        // The handle only points to these.
        let status = withExtendedLifetime((body, recipients, reply, cancellation)) { curl_easy_perform(handle) }
        return outcome(of: status, reply, cancellation)
    }

    private func configure(_ handle: UnsafeMutableRawPointer) -> Bool {
        let protection =
            switch server.protection {
            case .required: CURLUSESSL_ALL
            case .opportunistic: CURLUSESSL_TRY
            case .off: CURLUSESSL_NONE
            }
        let texts: [(CURLoption, String?)] = [
            (CURLOPT_URL, server.url), (CURLOPT_USERNAME, server.user), (CURLOPT_PASSWORD, server.password),
            (CURLOPT_PROTOCOLS_STR, "smtp,smtps"), (CURLOPT_PROXY, ""),
        ]
        let numbers: [(CURLoption, Int)] = [
            (CURLOPT_USE_SSL, Int(protection.rawValue)), (CURLOPT_NOSIGNAL, 1),
            (CURLOPT_CONNECTTIMEOUT_MS, timeouts.connecting.milliseconds),
            (CURLOPT_TIMEOUT_MS, timeouts.sending.milliseconds), (CURLOPT_MAXAGE_CONN, 60),
        ]
        return texts.allSatisfy { $1 == nil || elymica_curl_set_text(handle, $0, $1) == CURLE_OK }
            && numbers.allSatisfy { elymica_curl_set_number(handle, $0, $1) == CURLE_OK }
    }

    private func address(
        _ handle: UnsafeMutableRawPointer,
        _ envelope: Envelope,
        _ recipients: CurlList,
        _ body: MIMEBody
    ) -> Bool {
        elymica_curl_set_text(handle, CURLOPT_MAIL_FROM, "<\(envelope.sender)>") == CURLE_OK
            && elymica_curl_set_list(handle, CURLOPT_MAIL_RCPT, recipients.list) == CURLE_OK
            && elymica_curl_set_list(handle, CURLOPT_HTTPHEADER, body.headers.list) == CURLE_OK
            && elymica_curl_set_mime(handle, body.mime) == CURLE_OK
    }

    private func watch(_ handle: UnsafeMutableRawPointer, _ reply: ReplyLine, _ cancellation: Cancellation) -> Bool {
        let keepReply: curl_write_callback = { bytes, _, count, context in
            guard let bytes, let context else { return 0 }
            let line = UnsafeRawBufferPointer(start: bytes, count: count)
            Unmanaged<ReplyLine>.fromOpaque(context).takeUnretainedValue().keep(line)
            return count
        }
        let goOn: curl_xferinfo_callback = { context, _, _, _, _ in
            guard let context else { return 0 }
            return Unmanaged<Cancellation>.fromOpaque(context).takeUnretainedValue().isCancelled ? 1 : 0
        }
        return elymica_curl_set_reply(handle, keepReply, Unmanaged.passUnretained(reply).toOpaque()) == CURLE_OK
            && elymica_curl_set_progress(handle, goOn, Unmanaged.passUnretained(cancellation).toOpaque()) == CURLE_OK
    }

    private func outcome(
        of status: CURLcode,
        _ reply: ReplyLine,
        _ cancellation: Cancellation
    ) -> Result<Void, any Error> {
        if status == CURLE_OK { return .success(()) }
        if status == CURLE_ABORTED_BY_CALLBACK, cancellation.isCancelled { return .failure(CancellationError()) }
        let problem = String(cString: curl_easy_strerror(status))
        let code = elymica_curl_reply_code(handle)
        switch (status, code) {
        case (CURLE_LOGIN_DENIED, _), (_, 530...539):
            // Ours to repair, not the mail's fault. The reply is left out: it may repeat what we said.
            return .failure(MailError(kind: .transient, code: code, reason: "the server refused our name and password"))
        case (CURLE_SEND_ERROR, 500...599), (CURLE_WEIRD_SERVER_REPLY, 500...599):
            return .failure(MailError(kind: .permanent, code: code, reason: reply.text))
        case (CURLE_SEND_ERROR, 400...499), (CURLE_WEIRD_SERVER_REPLY, 400...499):
            return .failure(MailError(kind: .transient, code: code, reason: reply.text))
        default: return .failure(MailError.failed(problem))
        }
    }
}

/// The last line in which the server refused something.
private final class ReplyLine {
    private(set) var text = ""

    func keep(_ line: UnsafeRawBufferPointer) {
        guard line.first == UInt8(ascii: "4") || line.first == UInt8(ascii: "5") else { return }
        // Without the code, and without anything that could forge a line of a log.
        let visible = line.prefix(300).dropFirst(4).map { (0x20..<0x7f).contains($0) ? $0 : 0x20 }
        text = String(decoding: visible, as: UTF8.self)
        while text.last == " " { text.removeLast() }
    }
}

extension Duration {
    fileprivate var milliseconds: Int { Int(self / .milliseconds(1)) }
}
