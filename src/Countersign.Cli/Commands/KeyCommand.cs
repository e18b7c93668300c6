using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Countersign.AspNetCore.Stores;

namespace Countersign.Cli.Commands;

/// <summary><c>key create|list|revoke</c>.</summary>
internal static class KeyCommand
{
    /// <param name="storeOf">The store of the configuration file that <c>--config</c> names; null when that can't be used.</param>
    public static Command Create(Func<string?, string?> storeOf)
    {
        var config = new Option<string?>("--config") { Description = "The configuration file that names the store.", Recursive = true };
        var format = new Option<string>("--format") { Description = "text or json.", DefaultValueFactory = _ => "text", Recursive = true };
        format.AcceptOnlyFromAmong("text", "json");
        return new Command("key", "Creates, lists and revokes API keys.")
        {
            config, format, Creation(), Listing(), Revocation(),
        };

        Command Creation()
        {
            var name = new Option<string>("--name") { Description = "What it is for.", Required = true };
            var scopes = new Option<string[]>("--scope") { Description = "A scope that it grants; may be repeated." };
            var owner = new Option<string?>("--owner") { Description = "The user whose it is." };
            var expires = new Option<string?>("--expires") { Description = "When it ends, counted from now: 30d, 12h, 45m." };
            expires.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<string?>() is { } text && ReadSpan(text) is null)
                    result.AddError($"`{text}` is no length of time; write 30d, 12h or 45m.");
            });
            var command = new Command("create", "Creates a key and shows it once.") { name, scopes, owner, expires };
            command.SetAction(parsed => StoreUse.Run(storeOf(parsed.GetValue(config)), store =>
            {
                using var keys = new ApiKeyStore(store);
                DateTimeOffset? end = parsed.GetValue(expires) is { } text ? TimeProvider.System.GetUtcNow() + ReadSpan(text)!.Value : null;
                var created = keys.Create(parsed.GetValue(name)!, [.. parsed.GetValue(scopes) ?? []], parsed.GetValue(owner), end);
                Write(parsed.GetValue(format)!, created);
                return 0;
            }));
            return command;
        }

        Command Listing()
        {
            var command = new Command("list", "Lists the keys, the ended ones too; never the keys themselves.");
            command.SetAction(parsed => StoreUse.Run(storeOf(parsed.GetValue(config)), store =>
            {
                using var keys = new ApiKeyStore(store);
                Write(parsed.GetValue(format)!, keys.List());
                return 0;
            }));
            return command;
        }

        Command Revocation()
        {
            var id = new Argument<string>("id") { Description = "The id of the key." };
            var command = new Command("revoke", "Revokes a key; running gateways refuse it within a second.") { id };
            command.SetAction(parsed => StoreUse.Run(storeOf(parsed.GetValue(config)), store =>
            {
                using var keys = new ApiKeyStore(store);
                var isRevoked = keys.Revoke(parsed.GetValue(id)!);
                if (!isRevoked)
                    Console.Error.WriteLine("There is no such key, or it was revoked before.");
                return isRevoked ? 0 : 1;
            }));
            return command;
        }
    }

    internal static TimeSpan? ReadSpan(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is 0 or > 1_000_000)
            return null;
        return text[^1] switch { 'd' => TimeSpan.FromDays(count), 'h' => TimeSpan.FromHours(count), 'm' => TimeSpan.FromMinutes(count), _ => null };
    }

    private static void Write(string format, NewApiKey created)
    {
        var key = created.Key.Reveal();
        if (format == "json")
        {
            StoreUse.WriteJson(json => WriteMembers(json, created.Record, key));
            return;
        }

        Console.WriteLine(key);
        Console.Error.WriteLine($"This is the only time that the key is shown. Its id is {created.Record.Id}.");
    }

    private static void Write(string format, IReadOnlyList<ApiKeyRecord> keys)
    {
        if (format == "json")
        {
            StoreUse.WriteJson(json =>
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
        StoreUse.WriteList(json, "scopes", record.Scopes);
        json.WriteString("owner", record.Owner);
        json.WriteString("created", Text(record.Created));
        json.WriteString("expires", Text(record.Expires));
        json.WriteString("revoked", Text(record.Revoked));
        json.WriteString("lastUsed", Text(record.LastUsed));
        json.WriteEndObject();
    }

    private static string? Text(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
