using System.CommandLine;
using System.Globalization;
using Countersign.AspNetCore.Stores;
using Countersign.Gateway.Admin;

namespace Countersign.Cli.Commands;

/// <summary><c>user reset|factors|remove-factor</c>: for people who forgot their password or lost what they prove themselves by.</summary>
internal static class UserFactorCommands
{
    private static readonly Dictionary<string, FactorKind> Kinds = new(StringComparer.Ordinal)
    {
        ["totp"] = FactorKind.Totp, ["passkey"] = FactorKind.Passkey, ["recovery-codes"] = FactorKind.RecoveryCodes,
    };

    public static CommandWithExamples Resetting(Option<string?> config)
    {
        var (name, link, format) = (Name(), new ResetLinkOptions(ResetLinkStore.UsualTerm), OutputFormat.Option());
        var command = new CommandWithExamples(
            "reset",
            "Print a link by which a user sets a new password, once. It ends all sessions of the user when it is used; a second factor is still asked for.",
            "countersign user reset anna --config countersign.yaml",
            "countersign user reset anna --for 15m --origin https://app.example.org")
        {
            name, link.For, link.Origin, format,
        };
        command.SetAction(parsed =>
        {
            var configuration = CommandConfiguration.Read(parsed.GetValue(config));
            using var store = Store.Open(configuration.Store);
            return link.Print(parsed, store, configuration, Known(store, parsed.GetRequiredValue(name)), OutputFormat.IsJson(parsed, format));
        });
        return command;
    }

    public static CommandWithExamples Listing(Option<string?> config)
    {
        var (name, format) = (Name(), OutputFormat.Option());
        var command = new CommandWithExamples(
            "factors",
            "List what a user proves beside the password: kind, id, name, time it was set up, time of last use and number left, with tabs between.",
            "countersign user factors anna --config countersign.yaml",
            "countersign user factors anna --format json")
        {
            name, format,
        };
        command.SetAction(parsed =>
        {
            using var store = CommandConfiguration.OpenStore(parsed.GetValue(config));
            Write(new FactorStore(store).List(Known(store, parsed.GetRequiredValue(name))), OutputFormat.IsJson(parsed, format));
            return 0;
        });
        return command;
    }

    public static CommandWithExamples Removal(Option<string?> config)
    {
        var name = Name();
        var kind = new Argument<string>("kind") { Description = "totp, passkey or recovery-codes.", HelpName = "KIND" };
        kind.AcceptOnlyFromAmong([.. Kinds.Keys]);
        var id = new Argument<string?>("id") { Description = "Which passkey, as 'user factors' shows it; all of them without it.", Arity = ArgumentArity.ZeroOrOne };
        var command = new CommandWithExamples(
            "remove-factor",
            "Take a factor away from a user who lost it. Sessions go on.",
            "countersign user remove-factor anna totp --config countersign.yaml",
            "countersign user remove-factor anna passkey 1f2a9c0d4e5b")
        {
            name, kind, id,
        };
        command.SetAction(parsed =>
        {
            using var store = CommandConfiguration.OpenStore(parsed.GetValue(config));
            var (user, which, factors) = (Known(store, parsed.GetRequiredValue(name)), Kinds[parsed.GetRequiredValue(kind)], new FactorStore(store));
            var isRemoved = parsed.GetValue(id) is { } passkey ? which == FactorKind.Passkey && factors.RemovePasskey(user, passkey) : factors.Remove(user, which);
            if (!isRemoved)
                throw new CommandFailure($"{user} has no such factor; 'countersign user factors {user}' shows them.");
            Console.Error.WriteLine($"{parsed.GetRequiredValue(kind)} of {user} removed");
            return 0;
        });
        return command;
    }

    private static Argument<string> Name() => new Argument<string>("name") { Description = "The user's name." }.Checked(NameRules.OfUser);

    /// <summary>The name as the store has it.</summary>
    private static string Known(Store store, string name) =>
        new UserStore(store).Find(name)?.Name ?? throw new CommandFailure($"there is no user {name}; 'countersign user list' shows them.");

    private static string Word(FactorKind kind) => Kinds.First(pair => pair.Value == kind).Key;

    private static void Write(IReadOnlyList<FactorRecord> factors, bool asJson)
    {
        if (!asJson)
        {
            foreach (var factor in factors)
                Console.WriteLine(string.Join('\t', Word(factor.Kind), factor.Id, factor.Label, Time(factor.Created), Time(factor.LastUsed), factor.Left?.ToString(CultureInfo.InvariantCulture)));
            if (factors.Count == 0)
                Console.Error.WriteLine("the password alone");
            return;
        }

        CommandJson.WriteArray(factors, (json, factor) =>
        {
            json.WriteStartObject();
            json.WriteString("kind", Word(factor.Kind));
            json.WriteString("id", factor.Id);
            json.WriteString("label", factor.Label);
            json.WriteString("created", factor.Created);
            if (factor.LastUsed is { } used)
                json.WriteString("lastUsed", used);
            else
                json.WriteNull("lastUsed");
            if (factor.Left is { } left)
                json.WriteNumber("left", left);
            else
                json.WriteNull("left");
            json.WriteEndObject();
        });
    }

    private static string? Time(DateTimeOffset? time) => time?.ToString("u", CultureInfo.InvariantCulture);
}
