"""Tables of what was measured: lines while it runs, JSON and Markdown at the end."""

import json
from pathlib import Path

COLUMNS = ["circuit", "precision", "best peer", "its s", "plan s", "run s", "ratio", "run only", "warm", "reach", "verdict"]


def number(value):
    return "–" if value is None else f"{value:.4g}"


def cells(result):
    best = result["best"]
    verdict = {True: "reached", False: "short", None: "–"}[result["reached"]]
    warm = result.get("ratioWarm")
    if result["reached"] is False and warm is not None and warm >= result["reach"]:
        verdict = "reached warm"
    if not result["agree"]:
        verdict = "WRONG RESULT"
    reach = "not slower" if result["reach"] == 1 else f"{result['reach']:g}×"
    return [
        result["circuit"], result["precision"], best or "–", number(result["peers"].get(best)), number(result["plan"]),
        number(result["run"]), number(result["ratio"]), number(result["ratioRunOnly"]),
        number(result.get("ratioWarm")), reach, verdict]


def row(values):
    return "| " + " | ".join(values) + " |"


def header():
    return row(COLUMNS) + "\n" + row(["---"] * len(COLUMNS))


def line(result):
    return row(cells(result))


def markdown(report):
    versions = ", ".join(f"{name} {version}" for name, version in report["versions"].items())
    lines = [f"{report['machine']}, {report['cores']} processors; {versions}.", ""]
    if report.get("load", 0) > 0.5:
        lines += [f"The machine was not idle: load {report['load']:.1f} at the start.", ""]
    if report.get("circuits"):
        lines += [header(), *map(line, report["circuits"]), ""]
        every = sorted({variant for result in report["circuits"] for variant in result["peers"]})
        lines += ["Seconds of every peer (in parentheses: far behind in the first round, run once):", ""]
        lines += [row(["circuit", "precision", *every]), row(["---"] * (len(every) + 2))]
        for result in report["circuits"]:
            found = []
            for variant in every:
                value = result["peers"].get(variant)
                text = number(value)
                found.append(text if value is None or variant in result["repeated"] else f"({text})")
            lines.append(row([result["circuit"], result["precision"], *found]))
        lines.append("")
    if report.get("jobs"):
        lines += [job_header(), *map(job_line, report["jobs"]), ""]
    if report.get("kernels"):
        lines += kernel_table(report["kernels"])
    return "\n".join(lines)


JOB_COLUMNS = ["job", "precision", "best peer", "its s", "ours s", "ratio", "reach", "verdict", "difference"]


def job_header():
    return row(JOB_COLUMNS) + "\n" + row(["---"] * len(JOB_COLUMNS))


def job_line(job):
    verdict = {True: "reached", False: "short", None: "–"}[job["reached"]]
    if job.get("agree") is False:
        verdict = "WRONG RESULT"
    return row([
        job["job"], job["precision"], job["best"] or "–", number(job["peer"]), number(job["ours"]),
        number(job["ratio"]), f"{job['reach']:g}×", verdict, number(job.get("difference"))])


def kernel_table(kernels):
    peak = kernels["peak"]
    lines = [
        f"Measured peaks of one core: {peak['singleGFlops']:.0f} GFlop/s single, {peak['doubleGFlops']:.0f} double; "
        f"{peak['bandwidthGBs']:.1f} GB/s read and written in place.", "",
        row(["kernel", "precision", "qubits", "s", "GFlop/s", "of peak", "GB/s", "of peak"]), row(["---"] * 8)]
    for k in kernels["kernels"]:
        flops = peak["singleGFlops" if k["precision"] == "single" else "doubleGFlops"]
        arithmetic = [number(k["gflops"]), f"{100 * k['gflops'] / flops:.0f} %"] if k["gflops"] else ["–", "–"]
        lines.append(row([
            k["kernel"], k["precision"], str(k["qubits"]), number(k["seconds"]), *arithmetic, number(k["gbs"]),
            f"{100 * k['gbs'] / peak['bandwidthGBs']:.0f} %"]))
    return lines + [""]


def write(output, report):
    Path(f"{output}.json").write_text(json.dumps(report, indent=1) + "\n")
    Path(f"{output}.md").write_text(markdown(report) + "\n")
