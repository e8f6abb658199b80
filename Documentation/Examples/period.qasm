// The quantum Fourier transform reads off a hidden period.
// The register (qubit q is bit q) holds the numbers 1, 5, 9 and 13 in superposition: a period of 4 out of 16.
// After the transform only the multiples of 16/4 = 4 are left: bit strings 0000, 0010, 0001 and 0011.
OPENQASM 2.0;
include "qelib1.inc";

gate turn(power) control, target { cu1(2*pi/2^power) control, target; }

qreg number[4];
creg frequency[4];

x number[0];
h number[2];
h number[3];
barrier number;

h number[3];
turn(2) number[2], number[3];
turn(3) number[1], number[3];
turn(4) number[0], number[3];
h number[2];
turn(2) number[1], number[2];
turn(3) number[0], number[2];
h number[1];
turn(2) number[0], number[1];
h number[0];
swap number[0], number[3];
swap number[1], number[2];

measure number -> frequency;
