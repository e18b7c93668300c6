using System.Collections.Immutable;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Countersign.Gateway.Admin.Catalogues;
using Countersign.Gateway.Explaining;
using Countersign.Gateway.Forwarding;
using Countersign.Gateway.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Countersign.Gateway.Admin.People;

/// <summary>Groups: there by their members alone, who join and leave here; the log tells of each change and from where it came.</summary>
internal sealed class GroupEndpoints(UserStore users, ILogger log)
{
    private static readonly JsonShape NewMembers = new("NewMembers",
        [new("users", JsonKind.Texts, "The names of the users who join; all do, or none.") { IsRequired = true, Rule = NameRules.OfUser }]);

    private static readonly AdminProblem NoSuchGroup = new(404, "There is no such group.");

    public static ImmutableArray<AdminEndpoint> Rows { get; } =
    [
        new("GET", "groups", "The groups, by name, with their members.", (admin, context, _) => admin.Groups.ListAsync(context)) { Answer = AdminAnswer.List(GroupJson.Schema, "The groups.") },
        new("GET", "groups/{group}", "One group.", (admin, context, values) => admin.Groups.ShowAsync(context, values[0]))
        {
            Answer = AdminAnswer.One(GroupJson.Schema, "The group."), Refusals = [NoSuchGroup],
        },
        new("DELETE", "groups/{group}", "Have all members leave a group; it is gone then.", (admin, context, values) => admin.Groups.RemoveAsync(context, values[0]))
        {
            Answer = AdminAnswer.Done("The group is gone."), Refusals = [NoSuchGroup],
        },
        new("POST", "groups/{group}/members", "Have users join a group, which is made by its first member.", (admin, context, values) => admin.Groups.AddAsync(context, values[0]))
        {
            Content = NewMembers, Answer = AdminAnswer.One(GroupJson.Schema, "The group as it is now."), Refusals = [new(400, "The name is none of a group."), new(409, "A user is not known; nobody joined.")],
        },
        new("DELETE", "groups/{group}/members/{user}", "Have a user leave a group.", (admin, context, values) => admin.Groups.RemoveMemberAsync(context, values[0], values[1]))
        {
            Answer = AdminAnswer.Done("The user has left."), Refusals = [new(404, "There is no such user in the group.")],
        },
    ];

    public async Task ListAsync(HttpContext context)
    {
        await Task.Yield();
        await JsonAnswer.WriteListAsync(context, GroupRecord.Of(users.Read()), GroupJson.Write);
    }

    public async Task ShowAsync(HttpContext context, string name)
    {
        await Task.Yield();
        if (GroupRecord.Of(users.Read()).FirstOrDefault(group => group.Name == name) is { } known)
            await JsonAnswer.WriteAsync(context, 200, json => GroupJson.Write(json, known));
        else
            await UnknownAsync(context);
    }

    public async Task AddAsync(HttpContext context, string name)
    {
        if (await JsonRequest.ReadAsync(context, NewMembers) is not { } request)
            return;
        var names = request.Texts("users") ?? [];
        var fault = NameRules.OfGroup(name) ?? (names.IsEmpty ? "'users' has at least one name." : null);
        if (fault is not null)
        {
            await PlainProblem.WriteAsync(context, 400, "Bad request", fault);
            return;
        }

        var change = users.AddToGroup(name, names);
        if (!change.Unfit.IsEmpty)
        {
            await PlainProblem.WriteAsync(context, 409, "Nobody joined", $"There is no user {Shown(change.Unfit)}.");
            return;
        }

        if (!change.Changed.IsEmpty)
            log.GroupJoined(Printable.Of(name), Shown(change.Changed), PeerNames.Of(context));
        var group = GroupRecord.Of(users.Read()).FirstOrDefault(group => group.Name == name) ?? new(name, []);
        await JsonAnswer.WriteAsync(context, 200, json => GroupJson.Write(json, group));
    }

    public async Task RemoveMemberAsync(HttpContext context, string group, string user)
    {
        await Task.Yield();
        var change = users.RemoveFromGroup(group, [user]);
        if (change.Changed.IsEmpty)
        {
            await PlainProblem.WriteAsync(context, 404, "No such member", "There is no such user in the group; /.countersign/groups lists them.");
            return;
        }

        log.GroupLeft(Printable.Of(group), Shown(change.Changed), PeerNames.Of(context));
        context.Response.StatusCode = 204;
    }

    public async Task RemoveAsync(HttpContext context, string group)
    {
        await Task.Yield();
        var count = users.RemoveGroup(group);
        if (count == 0)
        {
            await UnknownAsync(context);
            return;
        }

        log.GroupRemoved(Printable.Of(group), count, PeerNames.Of(context));
        context.Response.StatusCode = 204;
    }

    private static string Shown(IEnumerable<string> names) => string.Join(", ", names.Select(Printable.Of));

    private static Task UnknownAsync(HttpContext context) =>
        PlainProblem.WriteAsync(context, 404, "No such group", "There is no such group; /.countersign/groups lists them.");
}
