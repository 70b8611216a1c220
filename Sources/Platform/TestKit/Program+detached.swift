import Foundation
package import Processes

extension Program {
    /// Starts it for nobody to wait for.
    ///
    /// Somebody has to hear of its end all the same: while a child waits for that, exit tests of Swift Testing never
    /// end.
    package func startDetached() throws(ProgramError) {
        let process = try start()
        Thread.detachNewThread { Program.wait(for: process) }
    }
}
