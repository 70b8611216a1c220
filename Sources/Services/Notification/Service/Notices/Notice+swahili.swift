extension Notice {
    var swahili: Wording {
        switch self {
        case .enrolled(let course):
            Wording(
                "Umesajiliwa: \(course)",
                "Umesajiliwa katika kozi ya “\(course)”. Sasa unaweza kuanza masomo yake."
            )
        case .childEnrolled(let child, let course):
            Wording("\(child) amesajiliwa: \(course)", "\(child) amesajiliwa katika kozi ya “\(course)”.")
        case .completed(let course):
            Wording(
                "Umemaliza kozi: \(course)",
                "Hongera! Umemaliza masomo yote ya kozi ya “\(course)”. Cheti chako kitafuata."
            )
        case .certified(let course, let serial):
            Wording(
                "Cheti chako: \(course)",
                "Hongera! Umemaliza kozi ya “\(course)”. Cheti chako \(serial) kiko tayari.",
                link: "Mtu yeyote anaweza kuthibitisha cheti chako kwenye anwani hii"
            )
        }
    }
}
