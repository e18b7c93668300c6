namespace Countersign.Client.Tests.Tokens.Grants;

/// <summary>An authorization server whose refresh tokens count once: using one again ends the whole family, as RFC 9700 §4.14.2 wants it.</summary>
internal sealed class RotatingServer
{
    private readonly Lock _gate = new();
    private int _generation;
    private bool _isRevoked;

    public RotatingServer() => Stub = new() { Answer = Answer };

    public StubEndpoint Stub { get; }

    /// <summary>How often a used-up token came.</summary>
    public int Reuses { get; private set; }

    /// <summary>The refresh token that counts now.</summary>
    public string Current => $"r{_generation}";

    /// <summary>Whether the next answer is lost on its way; the token is used up all the same.</summary>
    public bool LosesNext { get; set; }

    /// <summary>Whether answers have a new refresh token.</summary>
    public bool Rotates { get; init; } = true;

    public int Lifetime { get; set; } = 3600;

    private HttpResponseMessage Answer(StubEndpoint.Question question)
    {
        lock (_gate)
        {
            if (_isRevoked || question.Form["refresh_token"] != Current)
            {
                Reuses++;
                _isRevoked = true;
                return StubEndpoint.No("invalid_grant");
            }

            if (Rotates)
                _generation++;
            if (LosesNext)
            {
                LosesNext = false;
                throw new HttpRequestException(HttpRequestError.ResponseEnded);
            }

            var refresh = Rotates ? $",\"refresh_token\":\"{Current}\"" : "";
            return StubEndpoint.Json(200, $$"""{"access_token":"t{{question.Number}}","token_type":"Bearer","expires_in":{{Lifetime}}{{refresh}}}""");
        }
    }
}
