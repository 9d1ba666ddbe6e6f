// Lists of ARM ids, as they are given: separated by commas, in any case.

@export()
@description('The ids of a list, without what is blank.')
func idsIn(list string) string[] => filter(map(split(list, ','), id => trim(id)), id => !empty(id))

@export()
@description('The resource groups that some ids lie in, each once, in lower case.')
func groupsOf(ids string[]) string[] => union(map(ids, id => toLower(join(take(split(id, '/'), 5), '/'))), [])

@export()
@description('The subscriptions that some ids lie in, each once, in lower case.')
func subscriptionsOf(ids string[]) string[] => union(map(ids, id => toLower(join(take(split(id, '/'), 3), '/'))), [])

@export()
@description('The names of the resources that lie in a resource group, of which `group` is the id in lower case.')
func namesIn(ids string[], group string) string[] =>
  map(filter(ids, id => startsWith(toLower(id), '${group}/')), id => last(split(id, '/')))
