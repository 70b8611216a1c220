import AuthAPI

extension AccountNotice {
    var french: Wording {
        switch kind {
        case .verifyEmail:
            Wording(
                "Confirmez votre adresse électronique",
                """
                Confirmez que cette adresse est la vôtre à \(school). Le lien sert une seule fois, pendant \
                \(validFor.french).
                """,
                link: "Confirmer l’adresse"
            )
        case .emailCode:
            Wording(
                "Votre code pour \(school)",
                """
                Votre code est \(code). Il sert une seule fois, pendant \(validFor.french). Ne le donnez à personne.
                """
            )
        case .resetPassword:
            Wording(
                "Choisissez un nouveau mot de passe",
                """
                Quelqu’un, sans doute vous, demande un nouveau mot de passe pour votre compte à \(school). Le lien \
                sert une seule fois, pendant \(validFor.french). Si ce n’est pas vous, ignorez ce message : votre mot \
                de passe reste le même.
                """,
                link: "Choisir un nouveau mot de passe"
            )
        case .resetCode:
            Wording(
                "Votre code pour un nouveau mot de passe",
                """
                Votre code pour un nouveau mot de passe à \(school) est \(code). Il sert une seule fois, pendant \
                \(validFor.french). Si vous ne l’avez pas demandé, ignorez ce message : votre mot de passe reste \
                le même.
                """
            )
        case .invitation:
            Wording(
                "Votre invitation à \(school)",
                """
                \(inviter.map { "\($0) vous invite" } ?? "Vous êtes invité") à rejoindre \(school). Choisissez un mot \
                de passe et votre compte est prêt. Le lien sert une seule fois, pendant \(validFor.french).
                """,
                link: "Accepter l’invitation"
            )
        case .newDevice:
            Wording(
                "Nouvelle connexion à votre compte",
                """
                Quelqu’un s’est connecté à votre compte à \(school) avec un appareil que vous n’avez pas encore \
                utilisé : \(device), \(time). Si c’était vous, il n’y a rien à faire. Sinon, choisissez tout de suite \
                un nouveau mot de passe : toutes les autres sessions seront fermées.
                """
            )
        case .passwordChanged:
            Wording(
                "Votre mot de passe a été changé",
                """
                Le mot de passe de votre compte à \(school) a été changé (\(time)). Si ce n’était pas vous, choisissez \
                tout de suite un nouveau mot de passe et prévenez l’école.
                """
            )
        case .sessionReused:
            Wording(
                "Une session de votre compte a été fermée",
                """
                Quelqu’un a utilisé une copie d’une session de votre compte à \(school) (\(time)) ; nous avons fermé \
                cette session. Si vous n’avez rien remarqué d’étrange, reconnectez-vous. Sinon, choisissez un nouveau \
                mot de passe.
                """
            )
        case .twoFactorChanged:
            Wording(
                "Votre second facteur a été modifié",
                """
                Le second facteur de votre compte à \(school), ou ses codes de secours, ont été modifiés (\(time)). Si \
                ce n’était pas vous, choisissez tout de suite un nouveau mot de passe et prévenez l’école.
                """
            )
        case .apiKeyCreated:
            Wording(
                "Une clé d’accès à votre compte a été créée",
                """
                Une clé a été créée avec laquelle un programme interroge le tuteur en votre nom à \(school) \
                (\(time)). Si ce n’était pas vous, révoquez-la, choisissez tout de suite un nouveau mot de passe et \
                prévenez l’école.
                """
            )
        case .accountChanged:
            Wording(
                "Votre compte a été modifié",
                """
                Une personne de l’administration a modifié votre compte à \(school) (\(time)). Si vous ne savez pas \
                pourquoi, demandez à l’école.
                """
            )
        }
    }
}

extension AccountNotice.Span {
    fileprivate var french: String {
        switch self {
        case .minutes(let count): "\(count) \(count == 1 ? "minute" : "minutes")"
        case .hours(let count): "\(count) \(count == 1 ? "heure" : "heures")"
        case .days(let count): "\(count) jours"
        }
    }
}
