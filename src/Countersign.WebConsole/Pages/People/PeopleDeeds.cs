using System.Globalization;
using Countersign.WebConsole.Ports;

namespace Countersign.WebConsole.Pages.People;

/// <summary>What forms of the page do.</summary>
internal static class PeopleDeeds
{
    /// <summary>Does what was posted, and says what came of it.</summary>
    public static DeedDone Do(ConsoleRequest request)
    {
        var people = request.Options.Gateway!.People;
        var (name, by) = (request.Value("name"), request.Http.Connection.RemoteIpAddress?.ToString() ?? "");
        return request.Value("do") switch
        {
            "disable" => Said(people.SetDisabled(name, disabled: true, by), $"{name} gets in no more with the store's password, and the sessions have ended.{KeysOf(request, name)}", $"There is no user {name} any more."),
            "enable" => Said(people.SetDisabled(name, disabled: false, by), $"{name} gets in again.", $"There is no user {name} any more."),
            "revoke-key" => Said(people.RevokeKey(name, by), $"The key {name} is revoked.", $"The key {name} was revoked before, or there is none."),
            "revoke-session" => Said(people.RevokeSession(name, by), "The session has ended.", "The session was over already."),
            "revoke-sessions" => new(IsDone: true, string.Create(CultureInfo.InvariantCulture, $"Sessions of {name} that have ended: {people.RevokeSessionsOf(name, by)}.")),
            "create-key" => CreateKey(request, people, by),
            _ => new(IsDone: false, "The form is not one of this page."),
        };
    }

    private static string KeysOf(ConsoleRequest request, string name)
    {
        var now = request.Options.Clock.GetUtcNow();
        var count = request.Options.Gateway!.People.Keys().Count(key => key.Owner == name && key.Revoked is null && !(key.Expires <= now));
        return count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" API keys of {name} that go on getting in: {count}.");
    }

    private static DeedDone Said(bool isDone, string done, string undone) => new(isDone, isDone ? done : undone);

    private static DeedDone CreateKey(ConsoleRequest request, IPeopleRegister people, string by)
    {
        var (forms, form) = (request.State.Of(() => new SentForms()), request.Value("form"));
        if (!forms.Take(form))
            return new(IsDone: false, "This form was sent before, and its key was made then: it is below, and is not shown again. For one more, fill in the form anew.");
        var made = people.CreateKey(request.Value("label").Trim(), request.Value("scopes"), request.Value("owner").Trim(), request.Value("expires").Trim(), by);
        if (made.Fault is not { } fault)
            return new(IsDone: true, $"The key {made.Id} is made.") { Key = made.Key };
        forms.Return(form);
        return new(IsDone: false, fault);
    }
}
