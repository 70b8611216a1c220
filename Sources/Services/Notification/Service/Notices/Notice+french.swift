extension Notice {
    var french: Wording {
        switch self {
        case .enrolled(let course):
            Wording(
                "Inscription confirmée : \(course)",
                "Votre inscription au cours « \(course) » est confirmée. Les leçons vous sont ouvertes."
            )
        case .childEnrolled(let child, let course):
            Wording(
                "Inscription de \(child) : \(course)",
                "L’inscription de \(child) au cours « \(course) » est confirmée."
            )
        case .completed(let course):
            Wording(
                "Cours terminé : \(course)",
                "Félicitations ! Vous avez terminé toutes les leçons de « \(course) ». Votre certificat va suivre."
            )
        case .certified(let course, let serial):
            Wording(
                "Votre certificat : \(course)",
                "Félicitations ! Vous avez terminé le cours « \(course) ». Votre certificat \(serial) est prêt.",
                link: "Chacun peut vérifier votre certificat à cette adresse"
            )
        }
    }
}
