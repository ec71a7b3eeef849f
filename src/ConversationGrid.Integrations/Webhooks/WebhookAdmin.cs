using System.Globalization;
using System.Security.Cryptography;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Wire;
using ConversationGrid.Integrations.Events;
using Microsoft.AspNetCore.Http;

namespace ConversationGrid.Integrations.Webhooks;

/// <summary>What administrators do with webhooks. Each change is in the security log.</summary>
internal sealed class WebhookAdmin(
    Callers callers, WebhookStore hooks, DeliveryStore deliveries, WebhookSender sender, WebhookDispatcher dispatcher, WebhookTargets targets,
    SecurityTrail trail, WebhookOptions options, TimeProvider time)
{
    private const int LimitMax = 100;
    private const int LimitDefault = 50;

    /// <summary>Runs a call for whoever asks; a refusal is its answer.</summary>
    public async Task<IResult> RunAsync(HttpContext http, Func<CallerIn, Task<IResult>> call)
    {
        if (callers.Find(http.User) is not { } me)
            return Problems.Of(new(RefusalCodes.Unauthenticated, "This account is not known any more."));
        try
        {
            return await call(me);
        }
        catch (RefusedException refused)
        {
            return Problems.Of(refused.Refusal);
        }
    }

    public async Task<IEnumerable<WebhookAnswer>> ListAsync(CallerIn me, CancellationToken cancel) =>
        (await hooks.ListAsync(me.Workspace.Name, cancel)).Select(hook => WebhookAnswer.Of(hook));

    /// <exception cref="RefusedException">There is none.</exception>
    public async Task<Webhook> FindAsync(CallerIn me, string id, CancellationToken cancel) =>
        await hooks.FindAsync(me.Workspace.Name, id, cancel) ?? throw new RefusedException(Refusal.NotFound("webhook"));

    /// <exception cref="RefusedException">Something is wrong with it, or there are too many.</exception>
    public async Task<WebhookAnswer> CreateAsync(CallerIn me, WebhookRequest request, CancellationToken cancel)
    {
        var (events, secret) = (EventsOf(request.Events), SecretOf(request.Secret));
        await CheckAsync(request.Url, cancel);
        if ((await hooks.ListAsync(me.Workspace.Name, cancel)).Count >= options.HooksMax)
            throw new RefusedException(Refusal.Conflict($"A workspace has at most {options.HooksMax} webhooks."));
        var enabled = request.Enabled ?? true;
        var hook = new Webhook(
            me.Workspace.Name, $"hook-{ClientKeys.Base32(RandomNumberGenerator.GetBytes(17))[..16]}", request.Url!, events, hooks.Seal(secret), enabled,
            time.GetUtcNow(), me.Id, DisabledAt: enabled ? null : time.GetUtcNow());
        await SaveAsync(me, hook, cancel);
        return WebhookAnswer.Of(hook, secret);
    }

    /// <exception cref="RefusedException">There is none, or something is wrong with the change.</exception>
    public async Task<WebhookAnswer> ChangeAsync(CallerIn me, string id, WebhookRequest request, CancellationToken cancel)
    {
        var hook = await FindAsync(me, id, cancel);
        if (request.Secret is not null)
            throw new RefusedException(Refusal.Invalid("Another secret is given with POST .../secrets, so that both are valid for a time."));
        if (request.Events is not null) hook = hook with { Events = EventsOf(request.Events) };
        if (request.Url is not null)
        {
            await CheckAsync(request.Url, cancel);
            hook = hook with { Url = request.Url };
        }
        if (request.Enabled is true)
            hook = hook with
            {
                EnabledAt = hook.Enabled ? hook.EnabledAt : time.GetUtcNow(), Enabled = true, Failures = 0, FailingSince = null, DisabledAt = null,
                DisabledWhy = null,
            };
        if (request.Enabled is false && hook.Enabled) hook = hook with { Enabled = false, DisabledAt = time.GetUtcNow(), DisabledWhy = null };
        await SaveAsync(me, hook, cancel);
        dispatcher.Wake();
        return WebhookAnswer.Of(hook);
    }

    /// <exception cref="RefusedException">There is none.</exception>
    public async Task RemoveAsync(CallerIn me, string id, CancellationToken cancel)
    {
        var hook = await FindAsync(me, id, cancel);
        await hooks.RemoveAsync(hook.Workspace, hook.Id, cancel);
        await deliveries.RemoveOfHookAsync(hook.Workspace, hook.Id, cancel);
        await trail.AddAsync(me.Workspace.Name, me.Id, SecurityActions.SettingRemoved, $"webhook/{hook.Id}");
    }

    /// <exception cref="RefusedException">There is none.</exception>
    public async Task<DeliveryAnswer> TestAsync(CallerIn me, string id, CancellationToken cancel)
    {
        var hook = await FindAsync(me, id, cancel);
        var now = time.GetUtcNow();
        var delivery = new Delivery(
            hook.Workspace, hook.Id, "", Micros.Of(now), Delivery.IdOf(hook.Workspace, hook.Id, "", Micros.Of(now)), WebhookSender.TestType,
            DeliveryState.Waiting, 0, now);
        var attempt = await sender.SendAsync(hook, delivery, cancel);
        delivery = delivery with { State = attempt.IsDelivered ? DeliveryState.Delivered : DeliveryState.Dead };
        await deliveries.SaveAsync(delivery, attempt, cancel);
        return DeliveryAnswer.Of(delivery with { Attempts = 1, TriedAt = time.GetUtcNow(), Code = attempt.Code, Reason = attempt.Reason });
    }

    /// <exception cref="RefusedException">There is none, or the secret has another form.</exception>
    public async Task<WebhookSecretAnswer> RotateAsync(CallerIn me, string id, string? given, CancellationToken cancel)
    {
        var hook = await FindAsync(me, id, cancel);
        var secret = SecretOf(given);
        var (secrets, formerUntil) = hooks.Rotate(hook, secret);
        await SaveAsync(me, hook with { Secrets = secrets }, cancel);
        return new(hook.Id, secret, formerUntil);
    }

    /// <exception cref="RefusedException">There is no such hook, or something is wrong with the question.</exception>
    public async Task<Page<DeliveryAnswer>> DeliveriesAsync(CallerIn me, string id, string? state, string? cursor, int? limit, CancellationToken cancel)
    {
        var hook = await FindAsync(me, id, cancel);
        if (limit is < 1 or > LimitMax) throw new RefusedException(Refusal.Invalid($"A limit is 1 to {LimitMax}, not {limit}."));
        DeliveryState? wanted = state switch
        {
            null => null,
            "waiting" => DeliveryState.Waiting,
            "delivered" => DeliveryState.Delivered,
            "dead" => DeliveryState.Dead,
            _ => throw new RefusedException(Refusal.Invalid("A state is waiting, delivered or dead.")),
        };
        (long, string)? before = cursor is null ? null : cursor.Split('.') is [var at, var last]
            && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var created) ? (created, last)
            : throw new RefusedException(Refusal.Invalid("This cursor was not given by a list; ask without one for the first page."));
        var max = limit ?? LimitDefault;
        var found = await deliveries.ListAsync(hook.Workspace, hook.Id, wanted, before, max, cancel);
        var next = found.Count < max ? null : string.Create(CultureInfo.InvariantCulture, $"{Micros.Of(found[^1].CreatedAt)}.{found[^1].Id}");
        return new([.. found.Select(DeliveryAnswer.Of)], next);
    }

    /// <exception cref="RefusedException">There is none.</exception>
    public async Task<DeliveryAnswer> ReplayAsync(CallerIn me, string id, string deliveryId, CancellationToken cancel)
    {
        var hook = await FindAsync(me, id, cancel);
        var delivery = await deliveries.FindAsync(hook.Workspace, hook.Id, deliveryId, cancel) ?? throw new RefusedException(Refusal.NotFound("delivery"));
        await deliveries.ReplayAsync(delivery, cancel);
        dispatcher.Wake();
        return DeliveryAnswer.Of(delivery with { State = DeliveryState.Waiting, Attempts = 0, Code = null, Reason = null });
    }

    private static EventFilter EventsOf(IReadOnlyList<string?>? names) =>
        EventFilter.Read(names, out var wrong) ?? throw new RefusedException(Refusal.Invalid(wrong!));

    private static string SecretOf(string? given) =>
        given is null ? WebhookSecret.Make() : WebhookSecret.WhatIsWrong(given) is { } wrong ? throw new RefusedException(Refusal.Invalid(wrong)) : given;

    private async Task CheckAsync(string? url, CancellationToken cancel)
    {
        if (await targets.WhatIsWrongAsync(url, cancel) is { } wrong) throw new RefusedException(Refusal.Invalid(wrong));
    }

    private async Task SaveAsync(CallerIn me, Webhook hook, CancellationToken cancel)
    {
        await hooks.SaveAsync(hook, cancel);
        await trail.AddAsync(me.Workspace.Name, me.Id, SecurityActions.SettingSaved, $"webhook/{hook.Id}");
    }
}
