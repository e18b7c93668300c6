using System.Collections.Immutable;
using System.Text.Json;

namespace Countersign.Tokens;

/// <summary>One pass over a sound JSON object that picks the claims of <see cref="JwtClaims"/>.</summary>
internal ref struct JwtClaimsParse(ReadOnlyMemory<byte> payload)
{
    // Tokens with more claims are rare, and their claims are found as well.
    private const int MostPlaces = 32;

    private Utf8JsonReader _json = new(payload.Span);
    private TokenFaultList _faults;

    public JwtClaims Run()
    {
        string? issuer = null, subject = null, id = null, client = null, party = null, session = null;
        var isBound = false;
        ImmutableArray<string> audience = [], scopes = [];
        NumericDate? expires = null, notBefore = null, issued = null;
        Span<ClaimPlace> places = stackalloc ClaimPlace[MostPlaces];
        var (count, isEachPlain) = (0, true);
        _json.Read();
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var (name, nameLength, value) = ((int)_json.TokenStartIndex + 1, _json.ValueSpan.Length, (int)_json.BytesConsumed);
            isEachPlain &= !_json.ValueIsEscaped;
            if (_json.ValueTextEquals("iss"u8))
                issuer = Text("iss");
            else if (_json.ValueTextEquals("sub"u8))
                subject = Text("sub");
            else if (_json.ValueTextEquals("aud"u8))
                audience = OneOrMore("aud");
            else if (_json.ValueTextEquals("exp"u8))
                expires = Date("exp");
            else if (_json.ValueTextEquals("nbf"u8))
                notBefore = Date("nbf");
            else if (_json.ValueTextEquals("iat"u8))
                issued = Date("iat");
            else if (_json.ValueTextEquals("jti"u8))
                id = Text("jti");
            else if (_json.ValueTextEquals("client_id"u8))
                client = Text("client_id");
            else if (_json.ValueTextEquals("azp"u8))
                party = Text("azp");
            else if (_json.ValueTextEquals("sid"u8))
                session = Text("sid");
            else if (_json.ValueTextEquals("scope"u8))
                scopes = Words("scope");
            else if (_json.ValueTextEquals("cnf"u8))
                isBound = Skip();
            else
                _json.Skip();
            if (count < MostPlaces)
                places[count] = new(name, nameLength, value, (int)_json.BytesConsumed - value);
            count++;
        }

        return new(payload)
        {
            Places = isEachPlain && count <= MostPlaces ? places[..count].ToArray() : null,
            Issuer = issuer,
            Subject = subject,
            Audience = audience,
            ExpiresAt = expires,
            NotBefore = notBefore,
            IssuedAt = issued,
            Id = id,
            ClientId = client,
            AuthorizedParty = party,
            Session = session,
            IsBound = isBound,
            Scopes = scopes,
            Faults = _faults.ToImmutable(),
        };
    }

    private bool Skip()
    {
        _json.Skip();
        return true;
    }

    private string? Text(string name)
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.String)
            return _json.GetString();
        _json.Skip();
        Fault(TokenFaultKind.ClaimTypeWrong, name);
        return null;
    }

    private ImmutableArray<string> OneOrMore(string name)
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.String)
            return [_json.GetString()!];
        if (_json.TokenType == JsonTokenType.StartArray && TryReadTexts(out var texts))
            return texts;

        // What is within an object is no claim of the token.
        _json.Skip();
        Fault(TokenFaultKind.ClaimTypeWrong, name);
        return [];
    }

    /// <summary>Reads the array to its end, whatever is in it.</summary>
    private bool TryReadTexts(out ImmutableArray<string> texts)
    {
        var isSound = true;
        var list = ImmutableArray.CreateBuilder<string>();
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType == JsonTokenType.String)
                list.Add(_json.GetString()!);
            else
                isSound = false;
            _json.Skip();
        }

        texts = list.DrainToImmutable();
        return isSound;
    }

    private ImmutableArray<string> Words(string name) => OneOrMore(name) switch
    {
        [var text] => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        var list => list,
    };

    private NumericDate? Date(string name)
    {
        _json.Read();
        if (NumericDate.Read(ref _json, out var date) is not { } kind)
            return date;
        _json.Skip();
        Fault(kind, name);
        return null;
    }

    private void Fault(TokenFaultKind kind, string name) => _faults.Add(new(kind, TokenPart.Payload, Name: name));
}
