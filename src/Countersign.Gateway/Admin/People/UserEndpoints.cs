using System.Collections.Immutable;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Passwords;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Countersign.Gateway.Admin.Catalogues;
using Countersign.Gateway.Explaining;
using Countersign.Gateway.Forwarding;
using Countersign.Gateway.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Countersign.Gateway.Admin.People;

/// <summary>Users of the store: listed, added, changed and removed as the commands do it; the log tells of each change and from where it came.</summary>
internal sealed class UserEndpoints(UserStore users, AdminChanges changes, ILogger log)
{
    private static readonly JsonMember Password = new("password", JsonKind.Text, "The password.") { IsRequired = true, IsSecret = true, Rule = NameRules.OfPassword };
    private static readonly JsonMember Groups = new("groups", JsonKind.Texts, "The groups that the user belongs to.") { Rule = NameRules.OfGroup };
    private static readonly JsonMember Email = new("email", JsonKind.Text, "The e-mail address.") { IsNullable = true, Rule = NameRules.OfLabel };
    private static readonly JsonMember Disabled = new("disabled", JsonKind.Flag, "Whether nobody gets in by this name; the password stays.");

    private static readonly JsonShape NewUser = new("NewUser",
    [
        new("name", JsonKind.Text, "The name; it is put into NFC.") { IsRequired = true, Rule = NameRules.OfUser }, Password, Groups, Email, Disabled,
    ]);

    private static readonly JsonShape ChangedUser = new("UserChange",
    [
        Groups with { Sentence = "The groups that the user belongs to from now on, in place of those that were." },
        Email with { Sentence = "The e-mail address from now on; null for none." },
        Disabled,
    ]);

    private static readonly JsonShape NewPassword = new("NewPassword", [Password]);

    private static readonly AdminProblem NoSuchUser = new(404, "There is no such user.");
    private static readonly AdminProblem NoHashes = new(503, "The store can't be used, or this machine has no library that hashes passwords.");

    public static ImmutableArray<AdminEndpoint> Rows { get; } =
    [
        new("GET", "users", "The users of the store, by name.", (admin, context, _) => admin.Users.ListAsync(context))
        {
            Query = [new("group", "Only those who belong to this group.")], Answer = AdminAnswer.List(UserJson.Schema, "The users."),
        },
        new("POST", "users", "Add a user.", (admin, context, _) => admin.Users.AddAsync(context))
        {
            Content = NewUser, Answer = AdminAnswer.Made(UserJson.Schema, "The user.") with { HasTag = true }, NeedsStore = false,
            Refusals = [new(409, "There is a user of this name."), NoHashes],
        },
        new("GET", "users/{user}", "One user.", (admin, context, values) => admin.Users.ShowAsync(context, values[0]))
        {
            Answer = AdminAnswer.One(UserJson.Schema, "The user.") with { HasTag = true }, Refusals = [NoSuchUser],
        },
        new("PATCH", "users/{user}", "Change what the content names of a user, and leave the rest.", (admin, context, values) => admin.Users.ChangeAsync(context, values[0]))
        {
            Content = ChangedUser, TakesCondition = true, Answer = AdminAnswer.One(UserJson.Schema, "The user as it is now.") with { HasTag = true }, Refusals = [NoSuchUser],
        },
        new("DELETE", "users/{user}", "Remove a user.", (admin, context, values) => admin.Users.RemoveAsync(context, values[0]))
        {
            TakesCondition = true, Answer = AdminAnswer.Done("The user is removed."), Refusals = [NoSuchUser],
        },
        new("PUT", "users/{user}/password", "Set a user's password.", (admin, context, values) => admin.Users.SetPasswordAsync(context, values[0]))
        {
            Content = NewPassword, TakesCondition = true, NeedsStore = false, Answer = AdminAnswer.Done("The password is set."), Refusals = [NoSuchUser, NoHashes],
        },
    ];

    public async Task ListAsync(HttpContext context)
    {
        // The users are read from the store, and this thread waits for sockets.
        await Task.Yield();
        var group = context.Request.Query["group"];
        await JsonAnswer.WriteListAsync(context, users.Read().Where(user => group.Count == 0 || user.Groups.Contains(group[0]!)), UserJson.Write);
    }

    public async Task ShowAsync(HttpContext context, string name)
    {
        await Task.Yield();
        if (Find(name) is { } user)
            await WriteAsync(context, user);
        else
            await UnknownAsync(context);
    }

    public async Task AddAsync(HttpContext context)
    {
        if (await JsonRequest.ReadAsync(context, NewUser) is not { } request || await HashAsync(context, request) is not { } hash)
            return;
        var name = request.Text("name")!;
        var draft = new UserRecord(name, hash) { Groups = request.Texts("groups") ?? [], Email = request.Text("email"), Disabled = request.Flag("disabled") ?? false };
        if (!users.Add(draft))
        {
            await PlainProblem.WriteAsync(context, 409, "Not added", "There is a user of this name already.");
            return;
        }

        // Somebody else may have removed it since.
        var added = Find(name) ?? draft;
        log.UserAdded(Printable.Of(added.Name), PeerNames.Of(context));
        context.Response.Headers.ETag = UserTag.Of(added);
        await JsonAnswer.WriteMadeAsync(context, "users/" + AdminPath.Encoded(added.Name), json => UserJson.Write(json, added));
    }

    public async Task ChangeAsync(HttpContext context, string name)
    {
        if (await JsonRequest.ReadAsync(context, ChangedUser) is not { } request)
            return;
        UserRecord Changed(UserRecord user) => user with
        {
            Groups = request.Texts("groups") ?? user.Groups,
            Email = request.IsNull("email") ? null : request.Text("email") ?? user.Email,
            Disabled = request.Flag("disabled") ?? user.Disabled,
        };
        var what = string.Join(", ", ChangedUser.Members.Select(member => member.Name).Where(request.Has));
        var change = changes.ChangeUser(name, UserTag.Condition(context.Request), Changed, what, PeerNames.Of(context));
        if (await IsMadeAsync(context, change))
            await WriteAsync(context, change.User!);
    }

    public async Task SetPasswordAsync(HttpContext context, string name)
    {
        if (await JsonRequest.ReadAsync(context, NewPassword) is not { } request || await HashAsync(context, request) is not { } hash)
            return;
        var change = users.Change(name, UserTag.Condition(context.Request), user => user with { PasswordHash = hash });
        if (await IsMadeAsync(context, change))
        {
            log.PasswordSet(Printable.Of(change.User!.Name), PeerNames.Of(context));
            context.Response.StatusCode = 204;
        }
    }

    public async Task RemoveAsync(HttpContext context, string name)
    {
        await Task.Yield();
        var removal = users.Remove(name, UserTag.Condition(context.Request));
        if (await IsMadeAsync(context, removal))
        {
            log.UserRemoved(Printable.Of(removal.User!.Name), PeerNames.Of(context));
            context.Response.StatusCode = 204;
        }
    }

    private UserRecord? Find(string name) =>
        UserStore.IsValidName(name) ? users.Read().FirstOrDefault(user => user.Name == name.Normalize()) : null;

    /// <summary>The hash of the password in a content; null when it was answered why there is none.</summary>
    private static async Task<string?> HashAsync(HttpContext context, JsonRequest request)
    {
        try
        {
            return PasswordMaker.Create(request.Text("password")!).Reveal();
        }
        catch (ArgumentException unfit)
        {
            await PlainProblem.WriteAsync(context, 400, "Bad request", unfit.Message.Split(" (Parameter")[0]);
        }
        catch (PlatformNotSupportedException missing)
        {
            await PlainProblem.WriteAsync(context, 503, "Not available", missing.Message);
        }

        return null;
    }

    private static async Task<bool> IsMadeAsync(HttpContext context, UserChange change)
    {
        if (change.Outcome == UserChangeOutcome.Unknown)
            await UnknownAsync(context);
        else if (change.Outcome == UserChangeOutcome.Outdated)
            await PlainProblem.WriteAsync(context, 412, "Changed meanwhile", "The user is not as If-Match has it; look at it again.");
        return change.Outcome == UserChangeOutcome.Changed;
    }

    private static Task WriteAsync(HttpContext context, UserRecord user)
    {
        context.Response.Headers.ETag = UserTag.Of(user);
        return JsonAnswer.WriteAsync(context, 200, json => UserJson.Write(json, user));
    }

    private static Task UnknownAsync(HttpContext context) =>
        PlainProblem.WriteAsync(context, 404, "No such user", "There is no such user; /.countersign/users lists them.");
}
