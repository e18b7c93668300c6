using System.Security.Claims;
using System.Text.Encodings.Web;

namespace Countersign.Samples.MinimalApi;

/// <summary>A page for people who signed in.</summary>
internal static class WelcomePage
{
    public static string For(ClaimsPrincipal user) => $"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>Welcome</title></head>
        <body><h1>Welcome, {HtmlEncoder.Default.Encode(user.Identity?.Name ?? "")}.</h1>
        <p><a href="/.countersign/account">Your account</a></p>
        <form method="post" action="/.countersign/logout"><button>Sign out</button></form>
        </body></html>
        """;
}
