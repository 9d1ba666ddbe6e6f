// What somebody should hear of. The log alerts read what the app writes: a test holds that it writes these words.
param location string
param tags { *: string }
param workspaceId string
param topicId string

@description('Object id of Mailgrant\'s identity, whose role writes are no news.')
param principalId string

@description('Ids of the resource groups of the mail services, and of their subscriptions, in lower case.')
param mailGroupIds string[]
param mailSubscriptionIds string[]

@description('Who gets an email; blank for nobody. Alerts show in the portal either way.')
param email string

resource receivers 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: 'mailgrant'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'mailgrant'
    emailReceivers: [{ name: 'operators', emailAddress: email, useCommonAlertSchema: true }]
  }
}

var actionGroupIds = empty(email) ? [] : [receivers.id]

// At, above or below the mail services, as far as subscriptions: what lies above them is in no subscription's log.
var isBelow = map(mailGroupIds, id => 'strcat(at, "/") startswith "${id}/"')
var isAbove = map(mailSubscriptionIds, id => 'at == "${id}"')

var logAlerts = [
  {
    name: 'mailgrant-failed-operations'
    displayName: 'Mailgrant: an operation failed'
    description: 'A grant, a revocation, a fix or an audit ended as failed, or the directory could not be looked at. What people or the policy refused does not count.'
    severity: 2
    query: loadTextContent('../alerts/failedOperations.kql')
  }
  {
    name: 'mailgrant-new-critical-findings'
    displayName: 'Mailgrant: an audit has a new critical finding'
    description: 'An application came to be able to do more than send mail. GET /api/audits/latest says which one, and how to mend it.'
    severity: 1
    query: loadTextContent('../alerts/newCriticalFindings.kql')
  }
  {
    name: 'mailgrant-foreign-role-writes'
    displayName: 'Mailgrant: somebody else changed roles at the mail services'
    description: 'A role assignment or a role was written or deleted at, above or below a mail service, and not by Mailgrant. Deployments of Mailgrant show here, too.'
    severity: 2
    query: replace(
      replace(loadTextContent('../alerts/foreignRoleWrites.kql'), '<places>', join(concat(isBelow, isAbove), ' or ')),
      '<principal>',
      principalId
    )
  }
]

resource fromLogs 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [
  for alert in logAlerts: {
    name: alert.name
    location: location
    tags: tags
    properties: {
      displayName: alert.displayName
      description: alert.description
      severity: alert.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      // Each row is something that happened: it does not mend itself when the window has passed.
      autoMitigate: false
      // A table comes to be with its first row.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: actionGroupIds }
    }
  }
]

resource deadLetters 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: 'mailgrant-dead-letters'
  location: 'global'
  tags: tags
  properties: {
    description: 'Mailgrant did not take an event for a day. It lies in the container dead-letters; the daily round over the directory makes up for it.'
    severity: 2
    enabled: true
    scopes: [topicId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'DeadLettered'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.EventGrid/topics'
          metricName: 'DeadLetteredCount'
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: map(actionGroupIds, id => { actionGroupId: id })
  }
}
