// The GUIDs of Mailgrant's own roles, where they are made and where they are assigned.

@export()
@description('The SMTP sender role of a resource group. The app computes the same GUID (src/domain/senderRole.ts).')
func senderRole(groupId string) string => guid(toLower(groupId), 'mailgrant-smtp-sender')

@export()
@description('The role by which Mailgrant reads a mail service and writes its SMTP usernames.')
func operatorRole(groupId string) string => guid(toLower(groupId), 'mailgrant-operator')

@export()
@description('The role by which Mailgrant reads email domains, and who has access to what.')
func auditorRole(groupId string) string => guid(toLower(groupId), 'mailgrant-auditor')
