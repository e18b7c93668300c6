using System.Text.Json;
using Countersign.AspNetCore.Stores;

namespace Countersign.Cli.Commands;

/// <summary>What commands over the store share: open it, say what is wrong with it, write JSON.</summary>
internal static class StoreUse
{
    public static int Run(string? name, Func<SqliteStore, int> use)
    {
        if (name is null)
            return 1;
        try
        {
            using var store = SqliteStore.Open(name);
            return use(store);
        }
        catch (StoreUnavailableException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    public static void WriteJson(Action<Utf8JsonWriter> write)
    {
        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output))
            write(json);
        output.Write("\n"u8);
    }

    public static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> items)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
            json.WriteStringValue(item);
        json.WriteEndArray();
    }
}
