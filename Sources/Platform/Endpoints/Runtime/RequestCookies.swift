import HTTPTypes
import HummingbirdCore
import Values

/// What a request says in cookies, for operations whose dialect reads them.
struct RequestCookies {
    /// The access token, where no `Authorization` came.
    var accessToken: String?
    /// The endpoint's properties that stand in cookies.
    var members = JSONObject()

    /// Throws 403 for a change that a page of another origin makes a browser send with its cookies.
    init(_ request: Request, for operation: Operation) throws {
        guard let accessName = operation.route.dialect.accessCookie, request.headers[.cookie] != nil else { return }
        if request.headers[.authorization] == nil { accessToken = Self.value(accessName, in: request.headers) }
        for name in operation.cookieNames {
            members[name] = Self.value(name, in: request.headers).map(JSON.string)
        }
        guard !operation.route.isSafe, accessToken != nil || !members.members.isEmpty else { return }
        guard Self.isFromOwnPage(request), Self.isJSONOrNothing(request) else {
            throw Problem(
                .forbidden,
                "foreign_page",
                "This page may not use your sign-in.",
                refusal: .foreignPage
            )
        }
    }

    /// The value of a cookie that is not empty (RFC 6265 §5.4); the first of several.
    private static func value(_ name: String, in headers: HTTPFields) -> String? {
        for field in headers[values: .cookie] {
            for pair in field.split(separator: ";", maxSplits: 100) {
                let halves = pair.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
                if halves.count == 2, halves[0] == name { return String(halves[1]) }
            }
        }
        return nil
    }

    /// Browsers say where a page comes from; programs, which hold no stranger's cookies, say nothing.
    private static func isFromOwnPage(_ request: Request) -> Bool {
        if let origin = request.headers[.origin]?.lowercased() {
            // The edge marks pages of the portals.
            if request.headers[.portalOrigin] != nil { return true }
            guard let authority = request.head.authority?.lowercased() else { return false }
            return origin == "https://\(authority)" || origin == "http://\(authority)"
        }
        let site = request.headers[.secFetchSite]
        return site == nil || site == "same-origin" || site == "none"
    }

    /// What a form can send without asking first is not taken together with a cookie.
    private static func isJSONOrNothing(_ request: Request) -> Bool {
        request.headers[.contentType].map(RequestReader.isJSON) ?? true
    }
}
