using System.Text.Json;

namespace Countersign.Tokens;

/// <summary>What a device authorization endpoint answers (RFC 8628 §3.2); null for what it does not say.</summary>
public sealed record DeviceAuthorizationAnswer
{
    /// <summary><c>device_code</c>: by which the device asks whether the person has agreed.</summary>
    public Secret? DeviceCode { get; init; }

    /// <summary><c>user_code</c>: what the person enters.</summary>
    public string? UserCode { get; init; }

    /// <summary><c>verification_uri</c>: where the person enters it.</summary>
    public string? VerificationUri { get; init; }

    /// <summary><c>verification_uri_complete</c>: the same with the code in it.</summary>
    public string? VerificationUriComplete { get; init; }

    /// <summary><c>expires_in</c>: how long the codes count.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary><c>interval</c>: how long to wait between two questions at least.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>Reads an answer; null when it is no sound JSON object. Never throws.</summary>
    public static DeviceAuthorizationAnswer? Read(ReadOnlySpan<byte> json)
    {
        if (StrictJson.CheckObject(json, TokenAnswer.MaxLength, TokenPart.Text) is not null)
            return null;
        var answer = JsonElement.Parse(json);
        return new()
        {
            DeviceCode = TokenAnswer.TextOf(answer, "device_code"u8) is { } code ? new Secret(code) : null,
            UserCode = TokenAnswer.TextOf(answer, "user_code"u8),
            VerificationUri = TokenAnswer.TextOf(answer, "verification_uri"u8),
            VerificationUriComplete = TokenAnswer.TextOf(answer, "verification_uri_complete"u8),
            ExpiresIn = TokenAnswer.SecondsOf(answer, "expires_in"u8),
            Interval = TokenAnswer.SecondsOf(answer, "interval"u8),
        };
    }
}
