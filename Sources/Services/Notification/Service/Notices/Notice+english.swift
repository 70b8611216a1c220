extension Notice {
    var english: Wording {
        switch self {
        case .enrolled(let course):
            Wording(
                "You are enrolled: \(course)",
                "You are now enrolled in the course “\(course)”. Its lessons are open to you."
            )
        case .childEnrolled(let child, let course):
            Wording("\(child) is enrolled: \(course)", "\(child) is now enrolled in the course “\(course)”.")
        case .completed(let course):
            Wording(
                "Course completed: \(course)",
                "Congratulations! You have completed every lesson of “\(course)”. Your certificate follows."
            )
        case .certified(let course, let serial):
            Wording(
                "Your certificate: \(course)",
                "Congratulations! You have completed the course “\(course)”. Your certificate \(serial) is ready.",
                link: "Anybody can check your certificate at this address"
            )
        }
    }
}
