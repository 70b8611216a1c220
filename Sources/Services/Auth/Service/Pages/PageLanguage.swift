/// A language that account pages are written in.
enum PageLanguage: String, Sendable, CaseIterable {
    case english = "en"
    case french = "fr"
    case swahili = "sw"

    /// The language of a BCP 47 tag; English for one we do not write.
    init(locale: String) {
        self = PageLanguage(rawValue: locale.prefix { $0 != "-" }.lowercased()) ?? .english
    }
}

/// The sentences of account pages.
struct PageWords: Sendable {
    let choosePassword: String
    let choosePasswordMessage: String
    let passwordLabel: String
    let rule: String
    let save: String
    let isWeak: String
    let passwordChanged: String
    let confirmAddress: String
    let confirmMessage: String
    let confirm: String
    let addressConfirmed: String
    let invitation: String
    let invitationMessage: String
    let nameLabel: String
    let nameMissing: String
    let join: String
    let accountReady: String
    let signInNow: String
    let schoolFull: String
    let addressTaken: String
    let deadLink: String
    let deadLinkMessage: String
}

extension PageLanguage {
    var words: PageWords {
        switch self {
        case .english: .english
        case .french: .french
        case .swahili: .swahili
        }
    }
}

extension PageWords {
    static let english = PageWords(
        choosePassword: "Choose a new password",
        choosePasswordMessage: "Everybody who is signed in to your account will be signed out.",
        passwordLabel: "New password",
        rule: "At least 8 characters, with an upper-case letter and a digit.",
        save: "Change the password",
        isWeak: "This password is too weak or too common. Choose another.",
        passwordChanged: "Your password is changed",
        confirmAddress: "Confirm your e-mail address",
        confirmMessage: "Is this your address?",
        confirm: "Yes, confirm it",
        addressConfirmed: "Your e-mail address is confirmed",
        invitation: "You are invited",
        invitationMessage: "Choose a password, and your account is ready.",
        nameLabel: "Your name",
        nameMissing: "Write your name, at most 255 characters.",
        join: "Make my account",
        accountReady: "Your account is ready",
        signInNow: "You can sign in now.",
        schoolFull: "The school has all the people it may have. Tell the school.",
        addressTaken: "This address or user name has an account already. Sign in, or ask the school.",
        deadLink: "This link does not work any more",
        deadLinkMessage: "It was used, it is too old, or there is a newer one. Ask for another."
    )

    static let french = PageWords(
        choosePassword: "Choisissez un nouveau mot de passe",
        choosePasswordMessage: "Toutes les sessions ouvertes de votre compte seront fermées.",
        passwordLabel: "Nouveau mot de passe",
        rule: "Au moins 8 caractères, dont une majuscule et un chiffre.",
        save: "Changer le mot de passe",
        isWeak: "Ce mot de passe est trop faible ou trop courant. Choisissez-en un autre.",
        passwordChanged: "Votre mot de passe est changé",
        confirmAddress: "Confirmez votre adresse électronique",
        confirmMessage: "Est-ce bien votre adresse ?",
        confirm: "Oui, la confirmer",
        addressConfirmed: "Votre adresse électronique est confirmée",
        invitation: "Vous êtes invité",
        invitationMessage: "Choisissez un mot de passe et votre compte est prêt.",
        nameLabel: "Votre nom",
        nameMissing: "Écrivez votre nom, 255 caractères au plus.",
        join: "Créer mon compte",
        accountReady: "Votre compte est prêt",
        signInNow: "Vous pouvez vous connecter.",
        schoolFull: "L’école a atteint son nombre maximal de personnes. Prévenez l’école.",
        addressTaken: "Cette adresse ou ce nom a déjà un compte. Connectez-vous ou demandez à l’école.",
        deadLink: "Ce lien ne fonctionne plus",
        deadLinkMessage: "Il a servi, il est trop ancien, ou il y en a un plus récent. Demandez-en un autre."
    )

    static let swahili = PageWords(
        choosePassword: "Chagua nenosiri jipya",
        choosePasswordMessage: "Wote walioingia katika akaunti yako wataondolewa.",
        passwordLabel: "Nenosiri jipya",
        rule: "Angalau herufi 8, zikiwemo herufi kubwa na tarakimu.",
        save: "Badilisha nenosiri",
        isWeak: "Nenosiri hili ni rahisi mno au linatumiwa na wengi. Chagua lingine.",
        passwordChanged: "Nenosiri lako limebadilishwa",
        confirmAddress: "Thibitisha anwani yako ya barua pepe",
        confirmMessage: "Je, hii ni anwani yako?",
        confirm: "Ndiyo, ithibitishe",
        addressConfirmed: "Anwani yako ya barua pepe imethibitishwa",
        invitation: "Umealikwa",
        invitationMessage: "Chagua nenosiri, na akaunti yako itakuwa tayari.",
        nameLabel: "Jina lako",
        nameMissing: "Andika jina lako, herufi 255 au chini yake.",
        join: "Fungua akaunti yangu",
        accountReady: "Akaunti yako iko tayari",
        signInNow: "Unaweza kuingia sasa.",
        schoolFull: "Shule imefikia idadi ya watu inayoruhusiwa. Iarifu shule.",
        addressTaken: "Anwani au jina hili tayari lina akaunti. Ingia, au iulize shule.",
        deadLink: "Kiungo hiki hakifanyi kazi tena",
        deadLinkMessage: "Kimetumika, ni cha zamani, au kipo kipya zaidi. Omba kingine."
    )
}
