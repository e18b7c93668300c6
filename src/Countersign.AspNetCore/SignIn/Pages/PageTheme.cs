using System.Collections.Immutable;

namespace Countersign.AspNetCore.SignIn.Pages;

/// <summary>What an operator makes of the pages.</summary>
internal sealed record PageTheme
{
    /// <summary>Where the files are served.</summary>
    public const string Folder = "/.countersign/assets/";

    /// <summary>The files that a theme may have, with their media types.</summary>
    public static ImmutableDictionary<string, string> Files { get; } = ImmutableDictionary.CreateRange<string, string>(
    [
        new("style.css", "text/css; charset=utf-8"), new("logo.svg", "image/svg+xml"), new("logo.png", "image/png"),
        new("favicon.ico", "image/x-icon"), new("favicon.svg", "image/svg+xml"), new("favicon.png", "image/png"),
    ]);

    /// <summary>The pages as they come.</summary>
    public static PageTheme BuiltIn { get; } = new();

    /// <summary>What is said.</summary>
    public PageTexts Texts { get; init; } = PageTexts.BuiltIn;

    /// <summary>The name of the service that people sign in to; null for none.</summary>
    public string? Service { get; init; }

    /// <summary>The files that there are.</summary>
    public ImmutableArray<PageAsset> Assets { get; init; } = [];

    /// <summary>The first of some files that there is.</summary>
    public PageAsset? Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            foreach (var asset in Assets)
            {
                if (asset.Name == name)
                    return asset;
            }
        }

        return null;
    }
}
