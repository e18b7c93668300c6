using System.Text;
using Countersign.AspNetCore.SignIn.Pages;
using Countersign.Decisions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Countersign.AspNetCore.SignIn.Desk;

/// <summary>What a form of the own space carried, each field once.</summary>
internal sealed class LoginForm
{
    private const int Longest = 16 << 10;
    private const string MediaType = "application/x-www-form-urlencoded";

    private readonly Dictionary<string, StringValues> _fields;

    private LoginForm(Dictionary<string, StringValues> fields) => _fields = fields;

    public string? Attempt => this[LoginPage.AttemptField];

    /// <summary>The name in NFC, as it is stored: keyboards differ in how they compose letters.</summary>
    public string? UserName => Composed(this[LoginPage.NameField]);

    /// <summary>The password in NFC, as it was hashed.</summary>
    public string? Password => Composed(this[LoginPage.PasswordField]);

    public bool Remember => this[LoginPage.RememberField] == "yes";

    /// <summary>The value of a field; null when it is missing or came more than once.</summary>
    public string? this[string name] => _fields.TryGetValue(name, out var values) && values.Count == 1 ? values[0] : null;

    /// <summary>A text in NFC; one that has none is nobody's, and stays as it is.</summary>
    public static string? Composed(string? text) => text is not null && Nfc.TryNormalize(text, out var composed) ? composed : text;

    /// <summary>Reads the form of a request; null and why, when it is none.</summary>
    public static async ValueTask<(LoginForm? Form, Refusal? Refusal, string? Evidence)> ReadAsync(RequestFacts request, CancellationToken cancel)
    {
        var type = request.Field("Content-Type");
        var semicolon = type?.IndexOf(';', StringComparison.Ordinal) ?? -1;
        var media = semicolon < 0 ? type : type![..semicolon];
        if (media is null || !media.Trim().Equals(MediaType, StringComparison.OrdinalIgnoreCase))
            return (null, Refusal.SignInFormForeign, $"The content is not of the type {MediaType}.");
        var reading = await request.LookIntoContentAsync(Longest, cancel);
        if (reading.Content is not { } content)
            return (null, reading.Refusal, reading.Evidence);
        try
        {
            using var reader = new FormReader(new MemoryStream(content.ToArray()), new UTF8Encoding(false, throwOnInvalidBytes: true)) { ValueCountLimit = 32, KeyLengthLimit = 64, ValueLengthLimit = Longest };
            return (new(reader.ReadForm()), null, null);
        }
        catch (Exception exception) when (exception is InvalidDataException or DecoderFallbackException or ArgumentException)
        {
            return (null, Refusal.SignInFormForeign, "The form can't be read.");
        }
    }
}
