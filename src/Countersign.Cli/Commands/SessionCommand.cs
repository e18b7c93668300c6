using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Countersign.AspNetCore.Sessions;
using Countersign.Gateway.Admin;
using Countersign.Gateway.Admin.People;
using Countersign.Gateway.Explaining;

namespace Countersign.Cli.Commands;

/// <summary><c>session list|revoke</c>: who is signed in, and sign them out.</summary>
internal static class SessionCommand
{
    public static Command Create()
    {
        // Of the group as well, so that it may stand on either side of the subcommand.
        var config = CommandConfiguration.Option();
        config.Recursive = true;
        return new CommandWithExamples(
            "session",
            "List who is signed in, and end sessions. Running gateways follow within a second; what goes on in the sessions is broken off.",
            "countersign session list --user anna --config countersign.yaml",
            "countersign session revoke --user anna --config countersign.yaml")
        {
            config, Listing(config), Revocation(config),
        };
    }

    private static CommandWithExamples Listing(Option<string?> config)
    {
        var user = User("Only the sessions of this name.");
        var limit = new Option<int?>("--limit") { Description = "How many at most, the latest first. Without it, all.", HelpName = "NUMBER", CustomParser = ReadLimit };
        var format = OutputFormat.Option();
        var command = new CommandWithExamples(
            "list",
            "List the sessions that are not over, the latest first: handle, name, provider, time of sign-in, last use, end, address and browser, with tabs between.",
            "countersign session list --config countersign.yaml",
            "countersign session list --user anna --format json")
        {
            user, limit, format,
        };
        command.SetAction(parsed =>
        {
            var configuration = CommandConfiguration.Read(parsed.GetValue(config));
            using var store = AspNetCore.Stores.Store.Open(configuration.Store);
            Write(SessionRegisters.Of(configuration, store).List(parsed.GetValue(user), parsed.GetValue(limit) ?? int.MaxValue), OutputFormat.IsJson(parsed, format));
            return 0;
        });
        return command;
    }

    private static CommandWithExamples Revocation(Option<string?> config)
    {
        var handles = new Argument<string[]>("handle") { Description = "The handle of a session, as 'session list' shows it.", Arity = ArgumentArity.ZeroOrMore };
        var user = User("All sessions of this name.");
        var all = new Option<bool>("--all") { Description = "All sessions of everybody." };
        var command = new CommandWithExamples(
            "revoke",
            "End sessions: some, all of a user, or all. Who wants to go on has to sign in again.",
            "countersign session revoke 7k3m9q2x5v8w1z4t --config countersign.yaml",
            "countersign session revoke --user anna --config countersign.yaml",
            "countersign session revoke --all --config countersign.yaml")
        {
            handles, user, all,
        };
        command.Validators.Add(result =>
        {
            bool[] ways = [result.GetResult(handles) is { Tokens.Count: > 0 }, result.Has(user), result.Has(all)];
            if (ways.Count(isGiven => isGiven) != 1)
                result.AddError("Name the sessions by their handles, or give --user or --all: one of the three.");
        });
        command.SetAction(parsed =>
        {
            using var store = CommandConfiguration.OpenStore(parsed.GetValue(config));
            var sessions = new SessionRegister(store);
            if (parsed.GetValue(all))
                return Say($"{Count(sessions.RevokeAll())} of everybody ended");
            if (parsed.GetValue(user) is { } name)
                return Say($"{Count(sessions.RevokeAll(name))} of {name} ended");

            // Who calls back what leaked wants as much of it ended as can be.
            var named = parsed.GetRequiredValue(handles).Distinct(StringComparer.Ordinal).ToList();
            var unknown = named.Where(handle => !sessions.Revoke(handle)).ToList();
            return unknown.Count == 0
                ? Say($"{Count(named.Count)} ended")
                : throw new CommandFailure($"there is no session {string.Join(", ", unknown.Select(Printable.Of))}, or it had ended; 'countersign session list' shows them.");
        });
        return command;
    }

    private static Option<string?> User(string sentence) => new Option<string?>("--user") { Description = sentence, HelpName = "NAME" }.Checked(NameRules.OfClaim);

    private static int? ReadLimit(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
            return number;
        result.AddError($"'{text}' is no number of sessions.");
        return null;
    }

    private static string Count(int count) => count == 1 ? "1 session" : string.Create(CultureInfo.InvariantCulture, $"{count} sessions");

    private static void Write(IReadOnlyList<SessionRecord> sessions, bool asJson)
    {
        if (asJson)
        {
            CommandJson.WriteArray(sessions, SessionJson.Write);
            return;
        }

        foreach (var session in sessions)
        {
            Console.WriteLine(string.Join('\t',
            [
                session.Handle, Printable.Of(session.Name), session.Provider ?? "store", $"since {session.Created:u}", $"used {session.LastUsed:u}", $"until {session.Ends:u}",
                session.Client, Printable.Of(session.UserAgent ?? ""),
            ]));
        }

        if (sessions.Count == 0)
            Say("nobody is signed in");
    }

    // Not on the standard output: it is for data.
    private static int Say(string done)
    {
        Console.Error.WriteLine(done);
        return 0;
    }
}
