import AuthAPI

extension AccountNotice {
    var english: Wording {
        switch kind {
        case .verifyEmail:
            Wording(
                "Confirm your e-mail address",
                "Confirm that this is your address at \(school). The link works once, for \(validFor.english).",
                link: "Confirm the address"
            )
        case .emailCode:
            Wording(
                "Your code for \(school)",
                "Your code is \(code). It works once, for \(validFor.english). Give it to nobody."
            )
        case .resetPassword:
            Wording(
                "Choose a new password",
                """
                Somebody, probably you, wants a new password for your account at \(school). The link works once, for \
                \(validFor.english). If it was not you, ignore this mail: your password stays as it is.
                """,
                link: "Choose a new password"
            )
        case .resetCode:
            Wording(
                "Your code for a new password",
                """
                Your code for a new password at \(school) is \(code). It works once, for \(validFor.english). If you \
                did not ask for it, ignore this mail: your password stays as it is.
                """
            )
        case .invitation:
            Wording(
                "Your invitation to \(school)",
                """
                \(inviter.map { "\($0) invites you" } ?? "You are invited") to join \(school). Choose a password and \
                your account is ready. The link works once, for \(validFor.english).
                """,
                link: "Accept the invitation"
            )
        case .newDevice:
            Wording(
                "A new sign-in to your account",
                """
                Somebody signed in to your account at \(school) with something you have not used before: \(device), \
                \(time). If it was you, there is nothing to do. If not, choose a new password now: that signs \
                everybody else out.
                """
            )
        case .passwordChanged:
            Wording(
                "Your password was changed",
                """
                The password of your account at \(school) was changed (\(time)). If it was not you, choose a new \
                password now and tell the school.
                """
            )
        case .sessionReused:
            Wording(
                "A session of your account was ended",
                """
                Somebody used a copy of a session of your account at \(school) (\(time)), so we ended that session. If \
                you did not see anything odd, sign in again. If you did, choose a new password.
                """
            )
        case .twoFactorChanged:
            Wording(
                "Your second factor was changed",
                """
                The second factor of your account at \(school), or its recovery codes, were changed (\(time)). If it \
                was not you, choose a new password now and tell the school.
                """
            )
        case .apiKeyCreated:
            Wording(
                "A key to your account was made",
                """
                A key was made with which a program asks the tutor in your name at \(school) (\(time)). If it was not \
                you, revoke it, choose a new password now and tell the school.
                """
            )
        case .accountChanged:
            Wording(
                "Your account was changed",
                """
                An administrator changed your account at \(school) (\(time)). If you do not know why, ask the school.
                """
            )
        }
    }
}

extension AccountNotice.Span {
    fileprivate var english: String {
        switch self {
        case .minutes(let count): "\(count) \(count == 1 ? "minute" : "minutes")"
        case .hours(let count): "\(count) \(count == 1 ? "hour" : "hours")"
        case .days(let count): "\(count) days"
        }
    }
}
