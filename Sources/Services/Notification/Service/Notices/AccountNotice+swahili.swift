import AuthAPI

extension AccountNotice {
    var swahili: Wording {
        switch kind {
        case .verifyEmail:
            Wording(
                "Thibitisha anwani yako ya barua pepe",
                """
                Thibitisha kwamba hii ni anwani yako katika \(school). Kiungo kinatumika mara moja, kwa \
                \(validFor.swahili).
                """,
                link: "Thibitisha anwani"
            )
        case .emailCode:
            Wording(
                "Msimbo wako wa \(school)",
                "Msimbo wako ni \(code). Unatumika mara moja, kwa \(validFor.swahili). Usimpe mtu yeyote."
            )
        case .resetPassword:
            Wording(
                "Chagua nenosiri jipya",
                """
                Mtu fulani, huenda ni wewe, ameomba nenosiri jipya la akaunti yako katika \(school). Kiungo kinatumika \
                mara moja, kwa \(validFor.swahili). Kama si wewe, puuza barua pepe hii: nenosiri lako halitabadilika.
                """,
                link: "Chagua nenosiri jipya"
            )
        case .resetCode:
            Wording(
                "Msimbo wako wa nenosiri jipya",
                """
                Msimbo wako wa nenosiri jipya katika \(school) ni \(code). Unatumika mara moja, kwa \
                \(validFor.swahili). Kama hukuuomba, puuza barua pepe hii: nenosiri lako halitabadilika.
                """
            )
        case .invitation:
            Wording(
                "Mwaliko wako wa \(school)",
                """
                \(inviter.map { "\($0) anakualika" } ?? "Umealikwa") kujiunga na \(school). Chagua nenosiri na akaunti \
                yako itakuwa tayari. Kiungo kinatumika mara moja, kwa \(validFor.swahili).
                """,
                link: "Kubali mwaliko"
            )
        case .newDevice:
            Wording(
                "Akaunti yako imefunguliwa kwa kifaa kipya",
                """
                Mtu ameingia katika akaunti yako ya \(school) kwa kifaa ambacho hujawahi kukitumia: \(device), \
                \(time). Kama ni wewe, huna la kufanya. Kama si wewe, chagua nenosiri jipya sasa: wengine wote \
                wataondolewa.
                """
            )
        case .passwordChanged:
            Wording(
                "Nenosiri lako limebadilishwa",
                """
                Nenosiri la akaunti yako katika \(school) limebadilishwa (\(time)). Kama si wewe, chagua nenosiri \
                jipya sasa na uiarifu shule.
                """
            )
        case .sessionReused:
            Wording(
                "Kikao cha akaunti yako kimefungwa",
                """
                Mtu ametumia nakala ya kikao cha akaunti yako katika \(school) (\(time)), kwa hiyo tumekifunga. Kama \
                hukuona jambo lisilo la kawaida, ingia tena. Kama uliona, chagua nenosiri jipya.
                """
            )
        case .twoFactorChanged:
            Wording(
                "Uthibitisho wako wa pili umebadilishwa",
                """
                Uthibitisho wa pili wa akaunti yako katika \(school), au misimbo yake ya akiba, umebadilishwa \
                (\(time)). Kama si wewe, chagua nenosiri jipya sasa na uiarifu shule.
                """
            )
        case .apiKeyCreated:
            Wording(
                "Ufunguo wa akaunti yako umetengenezwa",
                """
                Ufunguo umetengenezwa ambao programu inautumia kumuuliza mkufunzi kwa jina lako katika \(school) \
                (\(time)). Kama si wewe, ubatilishe, chagua nenosiri jipya sasa na uiarifu shule.
                """
            )
        case .accountChanged:
            Wording(
                "Akaunti yako imebadilishwa",
                """
                Msimamizi amebadilisha akaunti yako katika \(school) (\(time)). Kama hujui sababu, iulize shule.
                """
            )
        }
    }
}

extension AccountNotice.Span {
    fileprivate var swahili: String {
        switch self {
        case .minutes(let count): "dakika \(count)"
        case .hours(let count): "saa \(count)"
        case .days(let count): "siku \(count)"
        }
    }
}
