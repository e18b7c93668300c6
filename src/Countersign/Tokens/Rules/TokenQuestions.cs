using System.Collections.Concurrent;

namespace Countersign.Tokens.Rules;

/// <summary>The open questions about tokens, each asked once for all who wait for its answer. Any number of threads may use it at once.</summary>
public sealed class TokenQuestions<T>
{
    private readonly ConcurrentDictionary<TokenHash, Task<T>> _open = new();

    /// <summary>Waits for the answer to a question about a token, and asks it where nobody did.</summary>
    /// <param name="token">The token.</param>
    /// <param name="ask">Asks, and remembers the answer: who comes after it asks anew. What it throws is thrown to all who wait.</param>
    /// <param name="cancel">Ends the waiting, not the question: others may wait for it.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public Task<T> AskAsync(in TokenHash token, Func<Task<T>> ask, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(ask);
        var mine = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var question = _open.GetOrAdd(token, mine.Task);
        if (question == mine.Task)
            _ = AskAsync(token, ask, mine);
        return question.WaitAsync(cancel);
    }

    private async Task AskAsync(TokenHash token, Func<Task<T>> ask, TaskCompletionSource<T> question)
    {
        try
        {
            var answer = await ask();
            _open.TryRemove(token, out _);
            question.SetResult(answer);
        }
        catch (Exception failure)
        {
            _open.TryRemove(token, out _);
            question.SetException(failure);
        }
    }
}
