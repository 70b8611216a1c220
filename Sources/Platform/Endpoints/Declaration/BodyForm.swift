/// A form of body that an endpoint reads besides JSON, into the same object.
///
/// An endpoint that says nothing takes JSON only: a stranger's page can make a browser send a form or a text to us, but
/// not JSON, without asking first (the CORS preflight). Where a form is taken, the request must prove itself by what
/// it holds, a token or a password, and not by a cookie.
package enum BodyForm: Hashable, Sendable {
    /// `application/x-www-form-urlencoded`: what an HTML form sends. Every value is a text.
    case form
    /// A text of that media type, as the member of that name: a spreadsheet sent as it is.
    case text(mediaType: String, member: String)

    /// The media type of such a body, in lower case.
    package var mediaType: String {
        switch self {
        case .form: "application/x-www-form-urlencoded"
        case .text(let mediaType, _): mediaType
        }
    }
}
