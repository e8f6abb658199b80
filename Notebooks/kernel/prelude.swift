// Evaluated once when a kernel starts, before the first cell. Foundation has to come first: later the REPL no longer
// finds the libraries that it links.
import Foundation

// The cells' output goes through a pipe; without this it would come in large pieces, late.
setvbuf(stdout, nil, _IOLBF, 1 << 16)

/// Shows a drawing under the cell.
func display(svg: String) { print("\u{2}aufbau-display image/svg+xml \(Data(svg.utf8).base64EncodedString())\u{3}") }

/// Shows a picture under the cell.
func display(png: Data) { print("\u{2}aufbau-display image/png \(png.base64EncodedString())\u{3}") }

/// Stands before every cell, so that a cell can throw errors of any type: LLDB misreads those of typed throws.
func _cell() throws {}
