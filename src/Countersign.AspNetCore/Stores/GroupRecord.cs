using System.Collections.Immutable;

namespace Countersign.AspNetCore.Stores;

/// <summary>A group of users. It is there while it has a member.</summary>
/// <param name="Name">The name; case-sensitive.</param>
/// <param name="Members">The names of its users, in order.</param>
public sealed record GroupRecord(string Name, ImmutableArray<string> Members)
{
    /// <summary>The groups that users belong to, by name.</summary>
    public static IReadOnlyList<GroupRecord> Of(IEnumerable<UserRecord> users) =>
    [
        .. users.SelectMany(user => user.Groups, (user, group) => (Group: group, user.Name))
            .GroupBy(membership => membership.Group, membership => membership.Name, StringComparer.Ordinal)
            .OrderBy(members => members.Key, StringComparer.Ordinal)
            .Select(members => new GroupRecord(members.Key, [.. members.Order(StringComparer.Ordinal)])),
    ];
}
