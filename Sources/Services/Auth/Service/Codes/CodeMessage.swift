import AuthAPI

/// A code in the words of a text message: the code first, where phones show it, and what it is for, so that nobody is
/// talked into reading it out for something else.
struct CodeMessage {
    let code: String
    let purpose: CodePurpose
    let school: String

    /// In English, French or Swahili. Letters of the GSM alphabet only, so that it costs one message, unless the
    /// school's name needs others.
    func text(in locale: LanguageTag) -> String {
        let school = school.count > 40 ? school.prefix(39) + "." : school[...]
        let isSignIn = purpose == .signIn
        switch locale.text.prefix(while: { $0 != "-" }).lowercased() {
        case "fr":
            let use = isSignIn ? "vous connecter" : "confirmer votre numéro"
            return "\(code) est votre code pour \(use) (\(school)). Valable 5 minutes. Ne le donnez à personne."
        case "sw":
            let use = isSignIn ? "kuingia" : "kuthibitisha namba yako"
            return "\(code) ni msimbo wako wa \(use) (\(school)). Unatumika kwa dakika 5. Usimpe mtu yeyote."
        default:
            let use = isSignIn ? "sign in" : "confirm your number"
            return "\(code) is your code to \(use) (\(school)). Valid for 5 minutes. Never give it to anybody."
        }
    }
}
