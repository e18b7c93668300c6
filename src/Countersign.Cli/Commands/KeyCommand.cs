using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Countersign.AspNetCore.Stores;
using Countersign.Gateway.Configuration;

namespace Countersign.Cli.Commands;

/// <summary><c>key create|list|revoke</c>.</summary>
internal static class KeyCommand
{
    public static Command Create()
    {
        // Of the group as well, so that it may stand on either side of the subcommand.
        var config = CommandConfiguration.Option();
        config.Recursive = true;
        return new CommandWithExamples(
            "key",
            "Create, list and revoke API keys.",
            "countersign key create --name ci --scope orders.read --config countersign.yaml",
            "countersign key list --config countersign.yaml")
        {
            config, Creation(config), Listing(config), Revocation(config),
        };
    }

    private static CommandWithExamples Creation(Option<string?> config)
    {
        var name = new Option<string>("--name", "-n") { Description = "What the key is for.", Required = true, HelpName = "NAME" }.Checked(NameRules.OfLabel);
        var scopes = new Option<string[]>("--scope", "-s") { Description = "A scope that the key grants; may be repeated.", HelpName = "SCOPE" }.Checked(NameRules.OfScope);
        var owner = new Option<string?>("--owner") { Description = "The user whose key it is.", HelpName = "USER" }.Checked(NameRules.OfUser);
        var expires = new Option<string?>("--expires") { Description = "When it ends, counted from now: 30d, 12h, 45m. Without it, never.", HelpName = "TIME" };
        expires.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && DurationText.Read(text) is null)
                result.AddError($"'{text}' is no length of time up to ten years; write 30d, 12h or 45m.");
        });
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
            DateTimeOffset? end = parsed.GetValue(expires) is { } text ? TimeProvider.System.GetUtcNow() + DurationText.Read(text)!.Value : null;
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
        var key = created.Key.Reveal();
        if (asJson)
        {
            CommandJson.Write(json => WriteMembers(json, created.Record, key));
            return;
        }

        Console.WriteLine(key);
        Console.Error.WriteLine($"This is the only time that the key is shown. Its id is {created.Record.Id}.");
    }

    private static void Write(IReadOnlyList<ApiKeyRecord> keys, bool asJson)
    {
        if (asJson)
        {
            CommandJson.Write(json =>
            {
                json.WriteStartArray();
                foreach (var key in keys)
                    WriteMembers(json, key, null);
                json.WriteEndArray();
            });
            return;
        }

        foreach (var key in keys)
            Console.WriteLine($"{key.Id}\t{key.Name}\t{string.Join(',', key.Scopes)}\t{StateOf(key)}\t{(key.LastUsed is { } used ? $"used {used:u}" : "never used")}");
        if (keys.Count == 0)
            Console.Error.WriteLine("there are no keys in the store");
    }

    private static string StateOf(ApiKeyRecord key) =>
        key.Revoked is { } revoked ? $"revoked {revoked:u}" : key.Expires is { } expires ? $"until {expires:u}" : "no end";

    private static void WriteMembers(Utf8JsonWriter json, ApiKeyRecord record, string? key)
    {
        json.WriteStartObject();
        json.WriteString("id", record.Id);
        if (key is not null)
            json.WriteString("key", key);
        json.WriteString("name", record.Name);
        json.WriteString("prefix", record.Prefix);
        CommandJson.WriteList(json, "scopes", record.Scopes);
        json.WriteString("owner", record.Owner);
        json.WriteString("created", Text(record.Created));
        json.WriteString("expires", Text(record.Expires));
        json.WriteString("revoked", Text(record.Revoked));
        json.WriteString("lastUsed", Text(record.LastUsed));
        json.WriteEndObject();
    }

    private static string? Text(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
