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
        switch locale.text.prefix(while: { $0 != "-" }).lowercased() {
        case "fr":
            return "\(code) est votre code pour \(use.fr) (\(school)). Valable 5 minutes. Ne le donnez à personne."
        case "sw":
            return "\(code) ni msimbo wako wa \(use.sw) (\(school)). Unatumika kwa dakika 5. Usimpe mtu yeyote."
        default:
            return "\(code) is your code to \(use.en) (\(school)). Valid for 5 minutes. Never give it to anybody."
        }
    }

    /// What the code is for.
    private var use: (en: String, fr: String, sw: String) {
        switch purpose {
        case .signIn: ("sign in", "vous connecter", "kuingia")
        case .resetPassword: ("choose a new password", "choisir un mot de passe", "kuchagua nywila mpya")
        case .verifyPhone, .verifyEmail: ("confirm your number", "confirmer votre numéro", "kuthibitisha namba yako")
        }
    }
}
