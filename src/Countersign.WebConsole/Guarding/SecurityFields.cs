using Microsoft.AspNetCore.Http;

namespace Countersign.WebConsole.Guarding;

/// <summary>What browsers are told of every answer: nothing from elsewhere, no script or style in a page, no frame around it.</summary>
internal static class SecurityFields
{
    /// <summary>The policy of all pages.</summary>
    public const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'; trusted-types 'none'";

    /// <summary>Writes them.</summary>
    public static void Write(IHeaderDictionary fields)
    {
        fields.ContentSecurityPolicy = Policy;
        fields.XContentTypeOptions = "nosniff";

        // With no-referrer browsers say Origin: null of their own forms.
        fields["Referrer-Policy"] = "same-origin";
        fields["Cross-Origin-Opener-Policy"] = "same-origin";
        fields["Cross-Origin-Resource-Policy"] = "same-origin";
        fields["Cross-Origin-Embedder-Policy"] = "require-corp";
        fields["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        fields.CacheControl = "no-store";
    }
}
