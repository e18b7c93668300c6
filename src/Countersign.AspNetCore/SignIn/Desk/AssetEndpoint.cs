using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.SignIn.Pages;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.SignIn.Desk;

/// <summary>The files of the theme, for the pages alone.</summary>
internal sealed class AssetEndpoint(PageTheme theme) : IOwnEndpoint
{
    /// <inheritdoc/>
    public bool Takes(string path) => path.StartsWith(PageTheme.Folder, StringComparison.Ordinal) && theme.Find(path[PageTheme.Folder.Length..]) is not null;

    /// <inheritdoc/>
    public async Task ServeAsync(Passage passage, HttpRequestFacts facts)
    {
        var context = passage.Context;
        if (facts.Method is not ("GET" or "HEAD"))
        {
            await SignInDesk.RefuseMethodAsync(context, "GET, HEAD");
            return;
        }

        var asset = theme.Find(facts.Canonical.Path[PageTheme.Folder.Length..])!;
        var (response, headers) = (context.Response, context.Response.Headers);

        // The address changes with the content; without its version it is asked for anew.
        headers.CacheControl = context.Request.Query["v"] == asset.Version ? "public, max-age=31536000, immutable" : "no-cache";
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"; // somebody may open a picture by itself, and SVG can hold script
        response.ContentType = asset.Type;
        response.ContentLength = asset.Content.Length;
        if (facts.Method == "GET")
            await response.Body.WriteAsync(asset.Content, context.RequestAborted);
    }
}
