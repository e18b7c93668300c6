using System.Text.Json;

namespace Countersign.Tokens.Dpop;

/// <summary>One pass over the payload of a proof, sound JSON: its own claims, and whether those about the request are about this one.</summary>
/// <param name="payload">The payload.</param>
/// <param name="request">The request.</param>
/// <param name="tokenHash">The hash that <c>ath</c> has to be; empty when there is no access token.</param>
internal ref struct DpopClaims(ReadOnlySpan<byte> payload, DpopRequest request, ReadOnlySpan<char> tokenHash)
{
    private const int RoomForUri = 512;

    private readonly ReadOnlySpan<char> _tokenHash = tokenHash;
    private Utf8JsonReader _json = new(payload);
    private bool? _isMethod;
    private bool? _isUri;
    private bool _isTokenHash = tokenHash.IsEmpty;

    /// <summary><c>jti</c>, or null.</summary>
    public string? Id { get; private set; }

    /// <summary><c>nonce</c>, or null.</summary>
    public string? Nonce { get; private set; }

    /// <summary><c>iat</c>, or null.</summary>
    public NumericDate? IssuedAt { get; private set; }

    public void Check(ref DpopFailures failures)
    {
        _json.Read();
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (_json.ValueTextEquals("jti"u8))
                Id = IsText("jti", ref failures) ? _json.GetString() : null;
            else if (_json.ValueTextEquals("htm"u8))
                _isMethod = IsText("htm", ref failures) ? _json.ValueTextEquals(request.Method) : null;
            else if (_json.ValueTextEquals("htu"u8))
                _isUri = IsText("htu", ref failures) ? IsUri() : null;
            else if (_json.ValueTextEquals("iat"u8))
                IssuedAt = Date(ref failures);
            else if (_json.ValueTextEquals("nonce"u8))
                Nonce = IsText("nonce", ref failures) ? _json.GetString() : null;
            else if (_json.ValueTextEquals("ath"u8))
                ReadTokenHash();
            else
                _json.Skip();
        }

        if (Id is not { Length: > 0 and <= DpopProofReader.MaxIdLength } || _isMethod is null || _isUri is null || IssuedAt is null)
            failures.Add(DpopCheck.Claims);
        if (_isMethod == false)
            failures.Add(DpopCheck.Method);
        if (_isUri == false)
            failures.Add(DpopCheck.Uri);
        if (!_isTokenHash)
            failures.Add(DpopCheck.AccessTokenHash);
    }

    private bool IsText(string name, ref DpopFailures failures)
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.String)
            return true;
        _json.Skip();
        failures.Add(DpopCheck.Claims, new(TokenFaultKind.ClaimTypeWrong, TokenPart.Payload, Name: name));
        return false;
    }

    private readonly bool IsUri()
    {
        // No text has more characters than octets.
        var length = _json.ValueSpan.Length;
        var text = length <= RoomForUri ? stackalloc char[RoomForUri] : new char[length];
        return DpopUri.Matches(text[.._json.CopyString(text)], request);
    }

    private NumericDate? Date(ref DpopFailures failures)
    {
        _json.Read();
        if (NumericDate.Read(ref _json, out var date) is not { } kind)
            return date;
        _json.Skip();
        failures.Add(DpopCheck.Claims, new(kind, TokenPart.Payload, Name: "iat"));
        return null;
    }

    private void ReadTokenHash()
    {
        _json.Read();
        _isTokenHash |= _json.TokenType == JsonTokenType.String && _json.ValueTextEquals(_tokenHash);
        _json.Skip();
    }
}
