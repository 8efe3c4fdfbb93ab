#!/usr/bin/env bash
# The mutation score of a part: how many small faults, put into its code one at a time, the tests notice. Survivors are in the page that it names.
#
#   tests/mutation.sh verification/Results                      a folder, or a file, of verification/ or components/
#   tests/mutation.sh verification/Results,verification/Text    several
#   tests/mutation.sh verification/Results Verdict Judgement    by the tests whose names hold one of these only: quicker, and notices less
#
# Needs the .NET SDK and dotnet-stryker, which it restores as a local tool. One fault takes seconds, so a folder takes minutes to hours.
# Texts are left alone: golden files hold them. The rehearsal compiles components/ in itself, so that is where those are found.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export RunAnalyzersDuringBuild=false DOTNET_TieredPGO=0 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

parts=${1:-}
project= filter= mutate=
refuse() { echo "tests/mutation.sh: found '$1', $2" >&2; exit 2; }
for part in ${parts//,/ }; do
  part=${part%/}
  case $part in
    verification | verification/*) of=Verification.csproj tests=TenantOnboarding.Tests.Verification. ;;
    components | components/*) of=Rehearsal.csproj tests=TenantOnboarding.Tests.Components. ;;
    *) refuse "$part" "expected a folder or a file of verification/ or components/. Correct the path." ;;
  esac
  [ -z "$project" ] || [ "$project" = "$of" ] || refuse "$parts" "expected parts of one of verification/ and components/. Run them one after the other."
  project=$of filter=$tests
  if [ -d "../$part" ]; then mutate="${mutate:+$mutate, }\"**/$part/**/*.cs\""
  elif [ -f "../$part" ]; then mutate="${mutate:+$mutate, }\"**/$part\""
  else refuse "$part" "which does not exist; expected a folder or a file of the repository. Correct the path."; fi
done
[ -n "$project" ] || { echo "usage: tests/mutation.sh PART[,PART...] [NAME...]   a PART is verification[/FOLDER|/FILE] or components[/FOLDER|/FILE]" >&2; exit 2; }
names=
for name in "${@:2}"; do names="${names:+$names|}FullyQualifiedName~$name"; done
results=../artifacts/mutation/$(printf %s "$parts" | tr /, -+)
mkdir -p "$results"
# Waits for browsers, signals and tenants in trouble take long and notice nothing that the others do not. Long runs write to /dev/full: with a
# fault in what writes files, and as root, the device itself could be replaced.
cat > "$results/stryker-config.json" << END
{ "stryker-config": {
  "project": "$project",
  "mutate": [ $mutate ],
  "ignore-mutations": [ "string" ],
  "ignore-methods": [ "*ThrowIfNull" ],
  "test-case-filter": "FullyQualifiedName~$filter&(${names:-FullyQualifiedName~.})&FullyQualifiedName!~Interruption&FullyQualifiedName!~Weather&FullyQualifiedName!~ReportPage&FullyQualifiedName!~Accident&FullyQualifiedName!~LongRun",
  "concurrency": ${MUTATION_CONCURRENCY:-1},
  "additional-timeout": 5000,
  "reporters": [ "json", "html", "cleartext" ]
} }
END
(cd .. && dotnet tool restore > /dev/null)
dotnet stryker --config-file "$results/stryker-config.json" --output "$results"
