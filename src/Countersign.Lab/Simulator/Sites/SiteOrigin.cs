using Microsoft.AspNetCore.Http;

namespace Countersign.Lab.Simulator.Sites;

/// <summary>Marks connections that lead to the site alone, as an origin of its own: what is below <see cref="Folder"/> elsewhere stands at its root, robots.txt as well.</summary>
internal sealed class SiteOrigin
{
    /// <summary>Where the site is at other origins.</summary>
    public const string Folder = "/site";

    /// <summary>The mark.</summary>
    public static SiteOrigin Mark { get; } = new();

    private SiteOrigin()
    {
    }

    /// <summary>Leads the requests of such connections to the site.</summary>
    public static Task LeadAsync(HttpContext context, RequestDelegate next)
    {
        if (IsAt(context))
            context.Request.Path = new PathString(Folder).Add(context.Request.Path);
        return next(context);
    }

    /// <summary>The path of the root of the site.</summary>
    public static string PathOf(HttpContext context) => IsAt(context) ? "/" : $"{Folder}/";

    /// <summary>Where the root of the site is.</summary>
    public static string RootOf(HttpContext context) => $"{context.Request.Scheme}://{context.Request.Host.Value}{PathOf(context)}";

    private static bool IsAt(HttpContext context) => context.Features.Get<SiteOrigin>() is not null;
}
