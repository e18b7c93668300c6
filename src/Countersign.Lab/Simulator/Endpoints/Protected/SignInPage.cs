using System.Net;

namespace Countersign.Lab.Simulator.Endpoints.Protected;

/// <summary>A page for people to sign in, as servers send it in the place of refusals.</summary>
internal static class SignInPage
{
    /// <summary>Where it is.</summary>
    public const string Address = "/sim/login";

    /// <summary>What it is.</summary>
    public const string MediaType = "text/html; charset=utf-8";

    /// <summary>The page, from which people go on to an address.</summary>
    /// <param name="next">The address.</param>
    /// <param name="action">Where the form is sent to; empty for where it came from.</param>
    public static string Text(string next, string action = Address) => $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>Sign in (simulated)</title></head>
        <body>
        <h1>Sign in</h1>
        <form method="post" action="{action}">
        <input type="hidden" name="return" value="{WebUtility.HtmlEncode(next)}">
        <label>Name <input name="user" autocomplete="username"></label>
        <label>Password <input name="password" type="password" autocomplete="current-password"></label>
        <button>Sign in</button>
        </form>
        </body>
        </html>

        """;
}
