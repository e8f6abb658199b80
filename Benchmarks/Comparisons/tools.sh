# What the scripts of this folder share; they set `root`.

# peers FOLDER REQUIREMENTS: a Python with the packages; what is installed is recorded, so that a second run asks nobody.
peers() {
    if [ ! -x "$1/bin/python" ]; then
        python3 -m venv "$1" || { echo "python3 with venv is needed (Debian: apt-get install python3-venv)" >&2; exit 69; }
    fi
    touch "$1/installed.txt"
    if grep -qvxF -f "$1/installed.txt" "$2"; then
        "$1/bin/pip" install --quiet --requirement "$2"
        cat "$2" >>"$1/installed.txt"
    fi
}

# jobs NAME: builds our side of a comparison and prints its path.
jobs() {
    build="${SWIFT:-swift} build -c release --package-path $root/Benchmarks --scratch-path $root/.build/jobs --product $1"
    # The build keeps its plan and does not see that files of the package above were moved; a second try makes a new one.
    $build >&2 || { rm -f "$root/.build/jobs/release.yaml" && $build >&2; }
    echo "$root/.build/jobs/release/$1"
}
