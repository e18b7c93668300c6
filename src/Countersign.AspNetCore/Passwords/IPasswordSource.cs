namespace Countersign.AspNetCore.Passwords;

/// <summary>A store of users that may change or fail while it is in use.</summary>
public interface IPasswordSource
{
    /// <summary>The users as they are now; null while the store can't be read, and then nobody gets in.</summary>
    IPasswordTable? Read();

    /// <summary>The users with what changed up to this moment: asked before a password is judged anew. What it waits for, it waits for on no caller's thread.</summary>
    ValueTask<IPasswordTable?> ReadLatestAsync(CancellationToken cancel) => ValueTask.FromResult(Read());
}
