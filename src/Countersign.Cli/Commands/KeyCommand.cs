using System.CommandLine;
using Countersign.AspNetCore.Stores;
using Countersign.Gateway.Admin;

namespace Countersign.Cli.Commands;

/// <summary><c>key create|list|rotate|revoke</c>.</summary>
internal static class KeyCommand
{
    public static Command Create()
    {
        // Of the group as well, so that it may stand on either side of the subcommand.
        var config = CommandConfiguration.Option();
        config.Recursive = true;
        return new CommandWithExamples(
            "key",
            "Create, list, rotate and revoke API keys.",
            "countersign key create --name ci --scope orders.read --config countersign.yaml",
            "countersign key list --config countersign.yaml")
        {
            config, Creation(config), Listing(config), Rotation(config), Revocation(config),
        };
    }

    private static CommandWithExamples Creation(Option<string?> config)
    {
        var name = new Option<string>("--name", "-n") { Description = "What the key is for.", Required = true, HelpName = "NAME" }.Checked(NameRules.OfLabel);
        var scopes = new Option<string[]>("--scope", "-s") { Description = "A scope that the key grants; may be repeated.", HelpName = "SCOPE" }.Checked(NameRules.OfScope);
        var owner = new Option<string?>("--owner") { Description = "The user whose key it is.", HelpName = "USER" }.Checked(NameRules.OfUser);
        var expires = new Option<string?>("--expires") { Description = "When it ends, counted from now: 30d, 12h, 45m. Without it, never.", HelpName = "TIME" }.Checked(TermRules.OfLifetime);
        var format = OutputFormat.Option();
        var command = new CommandWithExamples(
            "create",
            "Create a key and show it once.",
            "countersign key create --name ci --scope orders.read --expires 30d --config countersign.yaml",
            "countersign key create --name ci --scope orders.read --scope orders.write --format json")
        {
            name, scopes, owner, expires, format,
        };
        command.SetAction(parsed =>
        {
            using var store = CommandConfiguration.OpenStore(parsed.GetValue(config));
            using var keys = new ApiKeyStore(store);
            var end = TermRules.EndOf(parsed.GetValue(expires), TimeProvider.System.GetUtcNow());
            var created = keys.Create(parsed.GetRequiredValue(name), [.. parsed.GetValue(scopes) ?? []], parsed.GetValue(owner), end);
            Write(created, OutputFormat.IsJson(parsed, format));
            return 0;
        });
        return command;
    }

    private static CommandWithExamples Listing(Option<string?> config)
    {
        var format = OutputFormat.Option();
        var command = new CommandWithExamples(
            "list",
            "List the keys, the ended ones too, with tabs between id, name, scopes, end and last use. The keys themselves are never shown again.",
            "countersign key list --config countersign.yaml",
            "countersign key list --format json")
        {
            format,
        };
        command.SetAction(parsed =>
        {
            using var store = CommandConfiguration.OpenStore(parsed.GetValue(config));
            using var keys = new ApiKeyStore(store);
            Write(keys.List(), OutputFormat.IsJson(parsed, format));
            return 0;
        });
        return command;
    }

    private static CommandWithExamples Rotation(Option<string?> config)
    {
        var id = new Argument<string>("id") { Description = "The id of the key to replace, as 'key list' shows it." };
        var overlap = new Option<string?>("--overlap") { Description = "How long the old key is good beside the new one: 7d, 12h, 0s for not at all. Without it, 24h.", HelpName = "TIME" }.Checked(TermRules.OfOverlap);
        var expires = new Option<string?>("--expires") { Description = "When the new key ends, counted from now. Without it, it lives as long as the old one was to.", HelpName = "TIME" }.Checked(TermRules.OfLifetime);
        var format = OutputFormat.Option();
        var command = new CommandWithExamples(
            "rotate",
            "Make a new key with the name, scopes and owner of another, show it once, and let the other end.",
            "countersign key rotate OUyBj7HO --overlap 7d --config countersign.yaml",
            "countersign key rotate OUyBj7HO --overlap 0s --format json")
        {
            id, overlap, expires, format,
        };
        command.SetAction(parsed =>
        {
            using var store = CommandConfiguration.OpenStore(parsed.GetValue(config));
            using var keys = new ApiKeyStore(store);
            var end = TermRules.EndOf(parsed.GetValue(expires), TimeProvider.System.GetUtcNow());
            var rotation = keys.Rotate(parsed.GetRequiredValue(id), TermRules.Overlap(parsed.GetValue(overlap)), end);
            if (rotation is not { New: { } created, Old: { } old })
                throw new CommandFailure(RotationWords.WhyNot(rotation));
            Write(created, OutputFormat.IsJson(parsed, format));
            Console.Error.WriteLine($"The old key {old.Id} is good until {old.Expires:u}.");
            return 0;
        });
        return command;
    }

    private static CommandWithExamples Revocation(Option<string?> config)
    {
        var id = new Argument<string>("id") { Description = "The id of the key, as 'key list' shows it." };
        var command = new CommandWithExamples("revoke", "Revoke a key; running gateways refuse it within a second.", "countersign key revoke OUyBj7HO --config countersign.yaml") { id };
        command.SetAction(parsed =>
        {
            using var store = CommandConfiguration.OpenStore(parsed.GetValue(config));
            using var keys = new ApiKeyStore(store);
            if (!keys.Revoke(parsed.GetRequiredValue(id)))
                throw new CommandFailure("there is no such key, or it was revoked before; 'countersign key list' shows them.");
            Console.Error.WriteLine($"key {parsed.GetRequiredValue(id)} revoked");
            return 0;
        });
        return command;
    }

    private static void Write(NewApiKey created, bool asJson)
    {
        if (asJson)
        {
            CommandJson.Write(json => KeyJson.Write(json, created));
            return;
        }

        Console.WriteLine(created.Key.Reveal());
        Console.Error.WriteLine($"This is the only time that the key is shown. Its id is {created.Record.Id}.");
    }

    private static void Write(IReadOnlyList<ApiKeyRecord> keys, bool asJson)
    {
        if (asJson)
        {
            CommandJson.WriteArray(keys, KeyJson.Write);
            return;
        }

        foreach (var key in keys)
            Console.WriteLine($"{key.Id}\t{key.Name}\t{string.Join(',', key.Scopes)}\t{StateOf(key)}\t{(key.LastUsed is { } used ? $"used {used:u}" : "never used")}");
        if (keys.Count == 0)
            Console.Error.WriteLine("there are no keys in the store");
    }

    private static string StateOf(ApiKeyRecord key)
    {
        var end = key.Revoked is { } revoked ? $"revoked {revoked:u}" : key.Expires is { } expires ? $"until {expires:u}" : "no end";
        return key.ReplacedBy is { } later ? $"{end}, replaced by {later}" : end;
    }
}
