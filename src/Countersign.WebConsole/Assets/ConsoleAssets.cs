using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Countersign.Inspector.Reports.Pages;
using Microsoft.AspNetCore.Http;

namespace Countersign.WebConsole.Assets;

/// <summary>The style sheets and scripts, which are inside the assembly. A module imports another as <c>./name.js</c>.</summary>
internal static partial class ConsoleAssets
{
    /// <summary>The folder of their addresses.</summary>
    public const string Folder = "assets";

    private const string Sheet = "console.css";

    private static readonly Dictionary<string, ConsoleAsset> ByName = Load();
    private static readonly Dictionary<string, ConsoleAsset> ByAddress = ByName.Values.ToDictionary(asset => asset.Address, StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public static IEnumerable<ConsoleAsset> All => ByName.Values;

    /// <summary>The path of an asset in the console; null where there is none of this name.</summary>
    public static string? PathOf(string name) => ByName.TryGetValue(name, out var asset) ? $"{Folder}/{asset.Address}" : null;

    /// <summary>Answers with the asset of this address, which never changes.</summary>
    /// <returns>Whether there is one.</returns>
    public static async Task<bool> AnswerAsync(HttpContext http, string address)
    {
        if (!ByAddress.TryGetValue(address, out var asset))
            return false;
        http.Response.ContentType = asset.Type;
        http.Response.ContentLength = asset.Content.Length;
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        if (!HttpMethods.IsHead(http.Request.Method))
            await http.Response.Body.WriteAsync(asset.Content, http.RequestAborted);
        return true;
    }

    private static Dictionary<string, ConsoleAsset> Load()
    {
        var assembly = typeof(ConsoleAssets).Assembly;
        var sources = assembly.GetManifestResourceNames().ToDictionary(name => name, name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }, StringComparer.Ordinal);

        // Parts of the inspector's report stand in pages, and look as they do there.
        sources[Sheet] = PageStyle.Parts + sources[Sheet];
        var made = new Dictionary<string, ConsoleAsset>(StringComparer.Ordinal);
        foreach (var name in sources.Keys)
            Make(name, sources, made);
        return made;
    }

    // What a module imports comes first, because its own hash goes by their addresses.
    private static ConsoleAsset Make(string name, Dictionary<string, string> sources, Dictionary<string, ConsoleAsset> made)
    {
        if (made.TryGetValue(name, out var known))
            return known;
        var text = name.EndsWith(".js", StringComparison.Ordinal) ? Import().Replace(sources[name], import => $"'./{Make(import.Groups["name"].Value, sources, made).Address}'") : sources[name];
        var octets = Encoding.UTF8.GetBytes(text);
        var (stem, ending) = (Path.GetFileNameWithoutExtension(name), Path.GetExtension(name));
        var asset = new ConsoleAsset(name, $"{stem}.{Convert.ToHexStringLower(SHA256.HashData(octets).AsSpan(0, 6))}{ending}", TypeOf(ending), octets);
        return made[name] = asset;
    }

    private static string TypeOf(string ending) => ending switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };

    [GeneratedRegex(@"'\./(?<name>[a-z0-9-]+\.js)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Import();
}
