"""Makes noise.json: noisy circuits of standard gates and exact expectation values by cirq. Needs cirq-core."""
import cirq,random,json,numpy as np
G1={'h':cirq.H,'x':cirq.X,'y':cirq.Y,'z':cirq.Z,'s':cirq.S,'t':cirq.T,'id':cirq.I}
def circ(r,n,m):
    q=cirq.LineQubit.range(n); L=[];ops=[]
    for _ in range(m):
        k=r.choice(['g1','r','u3','cx','cz','swap','ccx','crz','rzz'])
        p=r.sample(range(n),min(3,n)); a=[r.uniform(-3,3) for _ in range(3)]
        if k=='g1':
            g=r.choice(list(G1)); L.append(f'{g} q[{p[0]}];'); ops.append(G1[g](q[p[0]]))
        elif k=='r':
            g=r.choice('xyz'); L.append(f'r{g}({a[0]}) q[{p[0]}];'); ops.append({'x':cirq.rx,'y':cirq.ry,'z':cirq.rz}[g](a[0])(q[p[0]]))
        elif k=='u3':
            t,ph,la=a; m_=np.array([[np.cos(t/2),-np.exp(1j*la)*np.sin(t/2)],[np.exp(1j*ph)*np.sin(t/2),np.exp(1j*(ph+la))*np.cos(t/2)]])
            L.append(f'u3({t},{ph},{la}) q[{p[0]}];'); ops.append(cirq.MatrixGate(m_)(q[p[0]]))
        elif k=='cx': L.append(f'cx q[{p[0]}],q[{p[1]}];'); ops.append(cirq.CNOT(q[p[0]],q[p[1]]))
        elif k=='cz': L.append(f'cz q[{p[0]}],q[{p[1]}];'); ops.append(cirq.CZ(q[p[0]],q[p[1]]))
        elif k=='swap': L.append(f'swap q[{p[0]}],q[{p[1]}];'); ops.append(cirq.SWAP(q[p[0]],q[p[1]]))
        elif k=='crz': L.append(f'crz({a[0]}) q[{p[0]}],q[{p[1]}];'); ops.append(cirq.ControlledGate(cirq.rz(a[0]))(q[p[0]],q[p[1]]))
        elif k=='rzz': L.append(f'rzz({a[0]}) q[{p[0]}],q[{p[1]}];'); ops.append(cirq.ZZPowGate(exponent=a[0]/np.pi,global_shift=-.5)(q[p[0]],q[p[1]]))
        elif n>2: L.append(f'ccx q[{p[0]}],q[{p[1]}],q[{p[2]}];'); ops.append(cirq.TOFFOLI(q[p[0]],q[p[1]],q[p[2]]))
    return 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[%d];\n'%n+'\n'.join(L)+'\n',q,ops
def thermal(t1,t2,t):
    g=1-np.exp(-t/t1); lam=np.exp(-t/t2); # coherence
    # amplitude damping then pure dephasing: coherence sqrt(1-g)*f=lam
    f=lam/np.sqrt(1-g); pz=(1-f)/2
    return [cirq.amplitude_damp(g),cirq.phase_flip(pz)]
def noise(spec,op):
    out=[]
    for part in spec.split('+'):
        k,_,v=part.partition(':'); v=[float(x) for x in v.split(',')]
        w=len(op.qubits)
        if k=='depolarizing':
            if w==2: out.append(cirq.depolarize(v[1],n_qubits=2)(*op.qubits))
            else: out+= [cirq.depolarize(v[0])(x) for x in op.qubits]
        elif k=='readout': pass
        else:
            for x in op.qubits:
                if k=='thermal': out+=[c(x) for c in thermal(*v)]
                else: out.append({'amplitude-damping':cirq.amplitude_damp,'phase-damping':cirq.phase_damp,'bit-flip':cirq.bit_flip,'phase-flip':cirq.phase_flip}[k](v[0])(x))
    return out
specs=['depolarizing:0.01,0.05','amplitude-damping:0.07','phase-damping:0.1','bit-flip:0.03','phase-flip:0.04','thermal:50,70,2','depolarizing:0.02,0.01+amplitude-damping:0.05','thermal:10,20,1+bit-flip:0.01']
r=random.Random(5)
cases=[]
for i in range(24):
    n=r.randint(2,4); text,q,ops=circ(r,n,20); spec=specs[i%len(specs)]
    c=cirq.Circuit()
    for o in ops: c.append(o,strategy=cirq.InsertStrategy.NEW); 
    c=cirq.Circuit(x for o in ops for x in [o]+noise(spec,o))
    rho=cirq.DensityMatrixSimulator(dtype=np.complex128).simulate(c,qubit_order=q).final_density_matrix
    obs=[]
    for _ in range(4):
        P=''.join(r.choice('IXYZ') for _ in range(n))
        ps=cirq.DensePauliString(P)
        M=np.array([[1]])
        for ch in P: M=np.kron(M,{'I':np.eye(2),'X':np.array([[0,1],[1,0]]),'Y':np.array([[0,-1j],[1j,0]]),'Z':np.diag([1,-1])}[ch])
        obs.append((' '.join(f'{ch}{j}' for j,ch in enumerate(P) if ch!='I') or '1',np.trace(M@rho).real))
    cases.append(dict(qasm=text,noise=spec,expectations=[[a,b] for a,b in obs]))
json.dump({"source":"cirq.DensityMatrixSimulator, complex128, made by make_noise_reference.py","cases":cases[:16]},open('noise.json','w'),indent=1)
