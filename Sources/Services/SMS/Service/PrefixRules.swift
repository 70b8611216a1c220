import Values

/// Which numbers may be sent to: whoever asks for a code chooses where it goes, and some numbers pay whoever has them
/// called or texted.
struct PrefixRules: Sendable {
    let allowed: [String]

    /// Never, whatever is allowed: premium rates and personal numbers (ITU-T E.164 list of country codes, Ofcom and
    /// NANPA numbering plans, Communications Authority of Kenya), and the global services behind satellites.
    private static let premium = ["+979", "+87", "+88", "+808", "+1900", "+1976", "+4470", "+449", "+254900"]

    func refusal(of number: PhoneNumber) -> TextRefusal? {
        if Self.premium.contains(where: number.text.hasPrefix) { return .premiumNumber }
        return allowed.contains(where: number.text.hasPrefix) ? nil : .prefixNotAllowed
    }
}

/// Why we do not send a text at all; raw values as stored and listed.
enum TextRefusal: String, Error {
    case premiumNumber = "premium_number"
    case prefixNotAllowed = "prefix_not_allowed"
    case numberBudget = "number_budget"
    case tenantBudget = "tenant_budget"
    case installationBudget = "installation_budget"
}
