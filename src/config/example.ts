/** A whole file with comments, for the manual; a test reads it. It names only policies that every Portreeve has. */
export const EXAMPLE = `# yaml-language-server: $schema=https://raw.githubusercontent.com/portreeve/portreeve/main/docs/schemas/portreeve.schema.json
#
# This file is .github/portreeve.yml in the organisation's repository .github
# or, as it names people, in its private repository .github-private.

# Begin with observe: everything is judged, nothing is written to repositories.
mode: observe
language: en

contact:
  office: Open Source Programme Office
  officeUrl: https://www.example.org/open-source
  securityEmail: security@example.org

# The licence that is proposed to repositories without one.
defaultLicense: EUPL-1.2

# Findings that not everybody may see are kept here.
governanceRepository: open-source-office

# What would write to many repositories at once waits until one of these people releases it.
brake:
  approvers: [ada-example]

# People from outside are welcomed, helped, and told when somebody answers.
contributions:
  onboarding:
    answerWithinDays: 5
    contact: ada-example
    labels:
      signOff: 'dco: missing'

policies:
  license-file:
    severity: error
  contributing-guide:
    severity: info

groups:
  # Prototypes need a licence, and nothing else.
  - name: prototypes
    match:
      names: ["proto-*"]
      topics: [prototype]
    policies:
      contributing-guide: off
      security-policy: off

exemptions:
  - policy: license-file
    repositories: [website-texts]
    reason: The texts belong to several authors, who are being asked.
    approver: ada-example
    until: 2027-06-30

# No file in a repository counts, unless it is about one of these.
repositoriesMayOverride: [contributing-guide]
`;
